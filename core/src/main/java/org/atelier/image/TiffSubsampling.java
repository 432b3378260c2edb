package org.atelier.image;

import org.jspecify.annotations.Nullable;

/**
 * YCbCr samples without compression by JPEG, whose colours have less resolution: units of
 * horizontal × vertical luminances, followed by one Cb and one Cr.
 */
record TiffSubsampling(int horizontal, int vertical) {
  private static final int SUBSAMPLING = 530;

  /** Returns null if all samples have full resolution. */
  static @Nullable TiffSubsampling of(TiffDirectory tags, TiffLayout layout, boolean jpeg)
      throws UnreadableFile {
    if (layout.colour() != TiffLayout.Colour.YCBCR || jpeg) {
      return null;
    }
    var factors = tags.values(SUBSAMPLING);
    long horizontal = factors == null || factors.length < 2 ? 2 : factors[0];
    long vertical = factors == null || factors.length < 2 ? 2 : factors[1];
    if (!isFactor(horizontal) || !isFactor(vertical)) {
      throw UnreadableFile.damaged("subsampling of %s×%s", horizontal, vertical);
    }
    if (horizontal == 1 && vertical == 1) {
      return null;
    }
    if (layout.planar() || layout.samples() != 3 || layout.differenced()) {
      throw UnreadableFile.unsupported(
          "expected subsampled YCbCr as three interleaved samples, but it has planes, a predictor or extra samples; convert it to RGB");
    }
    return new TiffSubsampling((int) horizontal, (int) vertical);
  }

  private static boolean isFactor(long factor) {
    return factor == 1 || factor == 2 || factor == 4;
  }

  /** Returns the bytes of a chunk. */
  long size(int width, int rows) {
    return (long) units(width, horizontal) * units(rows, vertical) * unit();
  }

  /** Returns the chunk as interleaved samples; colours are repeated. */
  byte[] expand(byte[] data, int width, int rows) {
    var samples = new byte[Math.multiplyExact(3 * width, rows)];
    int across = units(width, horizontal);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < width; x++) {
        int from = (y / vertical * across + x / horizontal) * unit();
        int to = 3 * (y * width + x);
        samples[to] = data[from + y % vertical * horizontal + x % horizontal];
        samples[to + 1] = data[from + horizontal * vertical];
        samples[to + 2] = data[from + horizontal * vertical + 1];
      }
    }
    return samples;
  }

  private int unit() {
    return horizontal * vertical + 2;
  }

  private static int units(int length, int factor) {
    return (length + factor - 1) / factor;
  }
}
