package org.atelier.image;

/**
 * A decoded picture on the Java heap.
 *
 * @param channels 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha, not premultiplied)
 * @param height in pixels
 * @param width in pixels
 * @param values float32 in [-1, 1], in the order (C, H, W); not copied
 */
public record Picture(int channels, int height, int width, float[] values) {
  /** Checks that the values fill the picture. */
  public Picture {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A picture needs at least one channel and one pixel, but was %d×%d×%d"
              .formatted(channels, height, width));
    }
    if (values.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          "Expected %d values (%d×%d×%d), but got %d"
              .formatted((long) channels * height * width, channels, height, width, values.length));
    }
  }
}
