package org.atelier.latent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;

/**
 * A latent traversal: varies one value of a latent over a range while the others are constant,
 * which shows the factor of variation that the value controls.
 *
 * @param from the first value, finite
 * @param to the last value, finite
 * @param steps the number of steps, at least 1; gives {@code steps + 1} pictures
 */
public record Traversal(double from, double to, int steps) {
  /** Checks the numbers. */
  public Traversal {
    if (!Double.isFinite(from) || !Double.isFinite(to)) {
      throw new IllegalArgumentException(
          "from and to must be finite, but were %s and %s".formatted(from, to));
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, but was " + steps);
    }
  }

  /** Returns -3 to 3 in 8 steps: ±3 standard deviations of the prior. */
  public static Traversal defaults() {
    return new Traversal(-3, 3, 8);
  }

  /** Returns a copy with this first value, finite. */
  public Traversal withFrom(double from) {
    return new Traversal(from, to, steps);
  }

  /** Returns a copy with this last value, finite. */
  public Traversal withTo(double to) {
    return new Traversal(from, to, steps);
  }

  /** Returns a copy with this many steps, at least 1. */
  public Traversal withSteps(int steps) {
    return new Traversal(from, to, steps);
  }

  /**
   * Returns the {@code steps + 1} latents of the traversal.
   *
   * @param start the latent whose other values are kept
   * @param index the index of the varied value, from 0
   * @throws IllegalArgumentException if an index is out of range
   */
  public List<Latent> path(Latent start, int index) {
    return walk(false).path(ends(start, index));
  }

  /**
   * Decodes traversals to one picture, with a row for each varied value.
   *
   * @param decoder decodes the latents
   * @param start the latent whose other values are kept
   * @param grid the padding and background; its number of columns is ignored
   * @param indices the indices of the varied values, from 0; all if none is given
   * @throws IllegalArgumentException if an index is out of range
   */
  public Picture strip(LatentDecoder decoder, Latent start, PictureGrid grid, int... indices) {
    int[] rows = indices.length == 0 ? IntStream.range(0, start.size()).toArray() : indices;
    List<Latent> latents = new ArrayList<>();
    for (int index : rows) {
      latents.addAll(path(start, index));
    }
    return grid.withColumns(steps + 1).arrange(decoder.pictures(latents));
  }

  /**
   * Writes the traversal forwards and backwards as an animated GIF.
   *
   * @param index the index of the varied value, from 0
   * @param delay the delay of each frame, 10 ms to 655 s
   * @throws IOException if the file cannot be written; no file is left
   */
  public void gif(LatentDecoder decoder, Latent start, int index, Path file, Duration delay)
      throws IOException {
    walk(true).gif(decoder, ends(start, index), file, delay);
  }

  private LatentWalk walk(boolean closed) {
    return new LatentWalk(Interpolation.LINEAR, steps, closed);
  }

  private List<Latent> ends(Latent start, int index) {
    if (index < 0 || index >= start.size()) {
      throw new IllegalArgumentException(
          "index must be in [0, %s], as the latent has %s values, but was %s"
              .formatted(start.size() - 1, start.size(), index));
    }
    return List.of(moved(start, index, from), moved(start, index, to));
  }

  private static Latent moved(Latent start, int index, double value) {
    float[] values = start.values();
    values[index] = (float) value;
    return new Latent(values);
  }
}
