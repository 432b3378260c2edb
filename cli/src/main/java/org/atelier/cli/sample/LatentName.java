package org.atelier.cli.sample;

import java.nio.file.Path;
import java.util.List;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Picture;
import org.atelier.image.PictureNames;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.model.capability.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * A latent as it is given on the command line: {@code 7}, that of the first picture of {@code
 * ./atelier sample --seed 7}; {@code 7:3}, that of the fourth; a file that {@code ./atelier invert}
 * has written; or a picture, for a model with an encoder.
 */
public record LatentName(String text, long seed, int index, @Nullable Path file) {
  /**
   * Parses a name.
   *
   * @param option that gives it, for messages, such as {@code --from}
   */
  public static LatentName parse(String option, String text) {
    String name = text.strip();
    if (name.endsWith(LatentFile.ENDING) || PictureNames.isRead(PathArgument.of(name))) {
      return new LatentName(name, 0, 0, PathArgument.of(name));
    }
    String[] parts = name.split(":", 2);
    try {
      int index = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
      if (index >= 0) {
        return new LatentName(name, Long.parseLong(parts[0]), index, null);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new UsageException(
        "%s expects a latent as a seed (7), a seed and an index (7:3), a file that ends with %s, or a picture, but was '%s'"
            .formatted(option, LatentFile.ENDING, name));
  }

  /**
   * The latents that are named, in this order.
   *
   * @param label the class of pictures among them, for a class-conditional model; else null
   */
  static List<Latent> all(List<LatentName> names, TrainedModel model, @Nullable Integer label) {
    return names.stream().map(name -> name.of(model, label)).toList();
  }

  /**
   * The latent, of the model's dimension.
   *
   * @param label the class of a picture, for a class-conditional model; else null
   */
  public Latent of(TrainedModel model, @Nullable Integer label) {
    if (file == null) {
      return model.requireLatents().latent(seed, index);
    }
    if (PictureNames.isRead(file)) {
      return encoded(model, label, file);
    }
    Latent latent = UsageException.unless(() -> LatentFile.read(file));
    int size = model.requireLatents().latentSize();
    if (latent.size() != size) {
      throw new UsageException(
          "Expected a latent of dimension %s, as %s has, but that of %s is %s; it belongs to another model"
              .formatted(size, model.title(), file, latent.size()));
    }
    return latent;
  }

  private static Latent encoded(TrainedModel model, @Nullable Integer label, Path file) {
    if (!(model.model() instanceof Encoding encoder)) {
      throw new UsageException(
          "Expected a model with an encoder of latents, such as a vae, to encode the picture %s, but %s has none; for a GAN, use ./atelier invert"
              .formatted(file, model.title()));
    }
    Picture picture = UsageException.unless(() -> Pictures.read(file));
    Picture fitted = PictureShape.of(encoder.pictureShape()).fit(picture);
    return encoder.encode(List.of(fitted), model.conditions(label)).get(0);
  }
}
