package org.atelier.examples;

import java.nio.file.Path;
import org.atelier.latent.Latent;
import org.jspecify.annotations.Nullable;

/**
 * A latent as the command line names it: {@code 7}, the first of the pictures that {@code ./atelier
 * sample --seed 7} draws; {@code 7:3}, the one after three others; or a file that {@code ./atelier
 * invert} has written.
 */
record LatentName(String text, long seed, int index, @Nullable Path file) {
  /** Reads a name. */
  static LatentName parse(String text) {
    String name = text.strip();
    if (name.endsWith(LatentFile.ENDING)) {
      return new LatentName(name, 0, 0, Path.of(name));
    }
    String[] parts = name.split(":", 2);
    try {
      int index = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
      if (index >= 0) {
        return new LatentName(name, Long.parseLong(parts[0]), index, null);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException(
        "Expected a latent as a seed (7), a seed and a place in its samples (7:3), or a file that ends with %s, but got \"%s\""
            .formatted(LatentFile.ENDING, name));
  }

  /** The latent, of the model's size. */
  Latent of(TrainedModel model) {
    if (file == null) {
      return model.requireLatents().latent(seed, index);
    }
    Latent latent = UsageException.unless(() -> LatentFile.read(file));
    int size = model.requireLatents().latentSize();
    if (latent.size() != size) {
      throw new UsageException(
          "Expected a latent of %d values, as %s takes them, but %s has %d; it is another model's"
              .formatted(size, model.title(), file, latent.size()));
    }
    return latent;
  }
}
