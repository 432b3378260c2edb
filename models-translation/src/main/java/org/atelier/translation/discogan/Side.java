package org.atelier.translation.discogan;

import ai.djl.ndarray.types.Shape;
import org.atelier.options.OptionChecks;

/**
 * What one side's examples are; pictures or anything else of that form (a spectrogram has one
 * channel).
 *
 * @param channels at least 1
 * @param height a multiple of 16
 * @param width a multiple of 16
 */
public record Side(int channels, int height, int width) {
  /** Checks every number. */
  public Side {
    OptionChecks.atLeast(1, "channels", channels);
    if (height < 16 || width < 16 || height % 16 != 0 || width % 16 != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of 16, but were %s and %s".formatted(height, width));
    }
  }

  /** Squares in RGB. */
  public static Side rgb(int size) {
    return new Side(3, size, size);
  }

  /** (C, H, W). */
  public Shape shape() {
    return new Shape(channels, height, width);
  }

  int mapHeight() {
    return height / 16;
  }

  int mapWidth() {
    return width / 16;
  }
}
