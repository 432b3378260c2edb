package org.atelier.image;

/**
 * How a picture is encoded.
 *
 * @param bits bits per sample: 8, or 16 (PNG and TIFF only)
 * @param jpegQuality from 0 (smallest file) to 1 (best quality); ignored for other formats
 */
public record WriteOptions(int bits, float jpegQuality) {
  /** Checks the ranges. */
  public WriteOptions {
    if (bits != 8 && bits != 16) {
      throw new IllegalArgumentException("bits must be 8 or 16, but was " + bits);
    }
    if (!(jpegQuality >= 0 && jpegQuality <= 1)) {
      throw new IllegalArgumentException("jpegQuality must be from 0 to 1, but was " + jpegQuality);
    }
  }

  /** Returns 8 bits per sample and JPEG quality 0.95. */
  public static WriteOptions defaults() {
    return new WriteOptions(8, .95f);
  }

  /** Returns a copy with 8 or 16 bits per sample. */
  public WriteOptions withBits(int bits) {
    return new WriteOptions(bits, jpegQuality);
  }

  /** Returns a copy with this JPEG quality, from 0 to 1. */
  public WriteOptions withJpegQuality(float jpegQuality) {
    return new WriteOptions(bits, jpegQuality);
  }
}
