package org.atelier.image;

import org.jspecify.annotations.Nullable;

/**
 * The alpha of a lossy WebP that is stored without compression, which the decoder does not read.
 */
final class WebpAlpha {
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;
  private static final int GRADIENT = 3;

  private WebpAlpha() {}

  /**
   * Returns the alpha, a byte per pixel; null if the chunk is compressed.
   *
   * @param chunk the content of an ALPH chunk
   */
  static byte @Nullable [] plain(FileBytes chunk, int width, int height) throws UnreadableFile {
    int packed = chunk.u8(0);
    int compression = packed & 3;
    if (compression == 1) {
      return null;
    }
    if (compression != 0) {
      throw UnreadableFile.damaged("alpha with compression %s", compression);
    }
    var alpha = chunk.copy(1, (long) width * height);
    int filter = packed >> 2 & 3;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        alpha[y * width + x] += (byte) predicted(alpha, filter, width, x, y);
      }
    }
    return alpha;
  }

  private static int predicted(byte[] alpha, int filter, int width, int x, int y) {
    int at = y * width + x;
    if (filter == 0 || at == 0) {
      return 0;
    }
    if (y == 0 || filter == HORIZONTAL && x > 0) {
      return alpha[at - 1] & 255;
    }
    if (x == 0 || filter == VERTICAL) {
      return alpha[at - width] & 255;
    }
    assert filter == GRADIENT;
    int gradient =
        (alpha[at - 1] & 255) + (alpha[at - width] & 255) - (alpha[at - width - 1] & 255);
    return Math.max(0, Math.min(255, gradient));
  }
}
