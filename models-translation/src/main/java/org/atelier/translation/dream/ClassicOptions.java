package org.atelier.translation.dream;

import org.atelier.options.OptionChecks;

/**
 * Options of {@link ClassicDream}.
 *
 * @param octaves the sizes, and the steps in each
 * @param stepSize the mean absolute change of a pixel in a step, positive; pictures are in [-1, 1]
 * @param jitter the picture is rolled by up to so many pixels along both axes in each step, at
 *     least 0
 * @param bands of a Laplacian pyramid in which gradients are normalised, from 1 (the plain
 *     gradient) to 8
 * @param leak the derivative of ReLU where it is constant
 * @param tiles how large pictures are divided
 */
public record ClassicOptions(
    Octaves octaves, double stepSize, int jitter, int bands, Leak leak, Tiles tiles) {
  private static final int MOST_BANDS = 8;

  /** Checks the numbers. */
  public ClassicOptions {
    OptionChecks.positive("stepSize", stepSize);
    OptionChecks.atLeast(0, "jitter", jitter);
    OptionChecks.atLeast(1, "bands", bands);
    if (bands > MOST_BANDS) {
      throw new IllegalArgumentException(
          "bands must be from 1 to %s, but was %s".formatted(MOST_BANDS, bands));
    }
  }

  /** Four octaves of ten steps of 0.01, jitter of 12 pixels, four bands. */
  public static ClassicOptions defaults() {
    return new ClassicOptions(Octaves.defaults(), 0.01, 12, 4, Leak.defaults(), Tiles.defaults());
  }

  /** Returns a copy with other octaves. */
  public ClassicOptions withOctaves(Octaves octaves) {
    return new ClassicOptions(octaves, stepSize, jitter, bands, leak, tiles);
  }

  /** Returns a copy with another mean change of a pixel in a step, positive. */
  public ClassicOptions withStepSize(double stepSize) {
    return new ClassicOptions(octaves, stepSize, jitter, bands, leak, tiles);
  }

  /** Returns a copy with another jitter in pixels, at least 0. */
  public ClassicOptions withJitter(int jitter) {
    return new ClassicOptions(octaves, stepSize, jitter, bands, leak, tiles);
  }

  /** Returns a copy with another number of bands, from 1 to 8. */
  public ClassicOptions withBands(int bands) {
    return new ClassicOptions(octaves, stepSize, jitter, bands, leak, tiles);
  }

  /** Returns a copy with another derivative of ReLU where it is constant. */
  public ClassicOptions withLeak(Leak leak) {
    return new ClassicOptions(octaves, stepSize, jitter, bands, leak, tiles);
  }

  /** Returns a copy with other tiles. */
  public ClassicOptions withTiles(Tiles tiles) {
    return new ClassicOptions(octaves, stepSize, jitter, bands, leak, tiles);
  }
}
