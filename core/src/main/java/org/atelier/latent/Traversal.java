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
 * One value of a latent from one number to another, all others as they are: what that value means
 * to a decoder.
 *
 * @param from the first number, finite
 * @param to the last number, finite
 * @param steps from the one to the other, at least 1: a picture more than steps
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

  /** From -3 to 3, where nearly all of a standard normal latent's values lie, in 8 steps. */
  public static Traversal defaults() {
    return new Traversal(-3, 3, 8);
  }

  /** Returns a copy that begins at this value, finite. */
  public Traversal withFrom(double from) {
    return new Traversal(from, to, steps);
  }

  /** Returns a copy that ends at this value, finite. */
  public Traversal withTo(double to) {
    return new Traversal(from, to, steps);
  }

  /** Returns a copy with this many steps, at least 1. */
  public Traversal withSteps(int steps) {
    return new Traversal(from, to, steps);
  }

  /**
   * The latents of the way.
   *
   * @param start whose other values stay
   * @param index of the value that changes, from 0
   * @throws IllegalArgumentException if there is no such value
   */
  public List<Latent> path(Latent start, int index) {
    return walk(false).path(ends(start, index));
  }

  /**
   * One picture with a row for each value.
   *
   * @param grid gaps and background; its number of columns is not used
   * @param indices of the values, from 0; none for all of the latent's
   * @throws IllegalArgumentException if there is no such value
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
   * Writes the way there and back as an animated GIF.
   *
   * @param index of the value that changes, from 0
   * @param delay how long each picture is shown, 10 ms to 655 s
   * @throws IOException if the file cannot be written; then none remains
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
