package org.atelier.cli.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.model.capability.LatentModel;
import org.atelier.model.condition.Conditions;
import org.atelier.monitoring.PictureCount;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of pictures that are produced in batches, so that memory does not limit their number.
 *
 * @param title a description; of stored pictures, with their fingerprint
 * @param size the number of pictures
 */
public record PictureFeed(String title, int size, Part part) {
  private static final int AT_ONCE = 64;

  /** The values after which no further picture of a source is read into a batch: 256 MB. */
  private static final long VALUES_AT_ONCE = 1L << 26;

  /** Produces the pictures from an index on. */
  @FunctionalInterface
  interface Part {
    /** Returns {@code count} pictures, or fewer but at least one if they are large. */
    List<Picture> of(int from, int count) throws IOException;
  }

  /**
   * The pictures of a source.
   *
   * @param shape (C, H, W) of a model's pictures, to which these are centre-cropped and scaled;
   *     null to keep their sizes, in RGB
   */
  public static PictureFeed of(
      PictureSource source, String title, int size, @Nullable Shape shape) {
    String brought =
        shape == null
            ? "as they are"
            : "%s×%s×%s".formatted(shape.get(1), shape.get(2), shape.get(0));
    String name = "%s (%s), %s".formatted(title, source.fingerprint(), brought);
    return new PictureFeed(
        name,
        size,
        (from, count) -> {
          var pictures = new ArrayList<Picture>(count);
          long values = 0;
          for (int i = from; i < from + count && values < VALUES_AT_ONCE; i++) {
            Picture read = source.picture(i);
            Picture picture = shape == null ? read.toRgb() : PictureShape.of(shape).fit(read);
            pictures.add(picture);
            values += picture.values().length;
          }
          return pictures;
        });
  }

  /** A model's samples, the same as those of {@code ./atelier sample} with the same seed. */
  public static PictureFeed of(TrainedModel model, long seed, int size) {
    LatentModel drawing = model.requireLatents();
    return of(model, model.title(), size, i -> drawing.latent(seed, i));
  }

  /**
   * A model's samples from a fitted mixture, the same as those of {@code ./atelier sample
   * --mixture}.
   */
  public static PictureFeed ofMixture(TrainedModel model, int components, long seed, int size)
      throws IOException {
    List<Latent> latents = AggregatePosterior.of(model, components).sample(size, seed);
    String title = model.title() + ", from a mixture of " + components;
    return of(model, title, size, latents::get);
  }

  private static PictureFeed of(
      TrainedModel model, String title, int size, IntFunction<Latent> latent) {
    LatentModel drawing = model.requireLatents();
    Conditions conditions = model.inTurn();
    return new PictureFeed(
        title,
        size,
        (from, count) -> {
          var latents = new ArrayList<Latent>(count);
          for (int i = from; i < from + count; i++) {
            latents.add(latent.apply(i));
          }
          return drawing.generate(latents, shifted(conditions, from));
        });
  }

  private static Conditions shifted(Conditions conditions, int by) {
    return (manager, from, count) -> conditions.of(manager, by + from, count);
  }

  /** Passes all pictures to a consumer, in batches (N, C, H, W) of one shape. */
  public void into(Consumer<NDArray> batches, NDManager manager, PictureCount progress)
      throws IOException {
    for (int from = 0; from < size; ) {
      List<Picture> pictures = part.of(from, Math.min(AT_ONCE, size - from));
      int begin = 0;
      for (int end = 1; end <= pictures.size(); end++) {
        if (end == pictures.size() || !sameShape(pictures.get(begin), pictures.get(end))) {
          try (NDManager scratch = manager.newSubManager()) {
            batches.accept(Pictures.toBatch(pictures.subList(begin, end), scratch));
          }
          begin = end;
        }
      }
      progress.add(pictures.size());
      from += pictures.size();
    }
  }

  private static boolean sameShape(Picture a, Picture b) {
    return a.channels() == b.channels() && a.height() == b.height() && a.width() == b.width();
  }
}
