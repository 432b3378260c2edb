package org.atelier.translation.style.gatys;

import org.atelier.image.Picture;

/** How still each pixel of a film stands. */
final class Stillness {
  /** A difference of this much, of a range of 2, is a movement rather than noise. */
  private static final double MOVEMENT = 0.1;

  /** Differences are averaged over (2 · REACH + 1)² pixels, so that noise is not a movement. */
  private static final int REACH = 2;

  private Stillness() {}

  /**
   * Compares two frames of one size.
   *
   * @return exp(−(d / 0.1)²) for each pixel, with d the smoothed difference; row by row
   */
  static float[] between(Picture before, Picture now) {
    int height = now.height();
    int width = now.width();
    int plane = height * width;
    var signed = new float[3][plane];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < plane; i++) {
        signed[c][i] = now.values()[c * plane + i] - before.values()[c * plane + i];
      }
      signed[c] = smoothed(signed[c], height, width);
    }
    var still = new float[plane];
    for (int i = 0; i < plane; i++) {
      double largest =
          Math.max(
              Math.abs(signed[0][i]), Math.max(Math.abs(signed[1][i]), Math.abs(signed[2][i])));
      still[i] = (float) Math.exp(-(largest / MOVEMENT) * (largest / MOVEMENT));
    }
    return still;
  }

  private static float[] smoothed(float[] values, int height, int width) {
    return alongColumns(alongRows(values, height, width), height, width);
  }

  private static float[] alongRows(float[] values, int height, int width) {
    var result = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int first = Math.max(0, x - REACH);
        int last = Math.min(width - 1, x + REACH);
        float sum = 0;
        for (int i = first; i <= last; i++) {
          sum += values[y * width + i];
        }
        result[y * width + x] = sum / (last - first + 1);
      }
    }
    return result;
  }

  private static float[] alongColumns(float[] values, int height, int width) {
    var result = new float[values.length];
    for (int y = 0; y < height; y++) {
      int first = Math.max(0, y - REACH);
      int last = Math.min(height - 1, y + REACH);
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int i = first; i <= last; i++) {
          sum += values[i * width + x];
        }
        result[y * width + x] = sum / (last - first + 1);
      }
    }
    return result;
  }
}
