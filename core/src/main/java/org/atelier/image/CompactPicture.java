package org.atelier.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A decoded picture that keeps its file's samples of 1 or 2 bytes, a quarter or half of the memory
 * of a {@link Picture}. Its regions are converted to floats when they are asked for; they have the
 * values that {@link Pictures#read} gives, with colour profile and orientation applied.
 *
 * <p>Immutable and thread-safe.
 */
public final class CompactPicture implements PictureRegions {
  /** Converts a part of the stored picture to sRGB, each pixel by itself. */
  @FunctionalInterface
  interface Conversion {
    /**
     * Returns a picture of the part's size.
     *
     * @throws IOException if samples or colours of this kind are not supported
     */
    Picture of(BufferedImage part) throws IOException;
  }

  private final BufferedImage stored;
  private final Conversion conversion;
  private final Orientation orientation;
  private final int bits;
  private final int channels;

  /**
   * A decoded picture; one pixel is converted, so that an unsupported kind fails here.
   *
   * @param bits 8 or 16, see {@link #bits}
   */
  CompactPicture(BufferedImage stored, Conversion conversion, Orientation orientation, int bits)
      throws IOException {
    this.stored = stored;
    this.conversion = conversion;
    this.orientation = orientation;
    this.bits = bits;
    channels = conversion.of(stored.getSubimage(0, 0, 1, 1)).channels();
  }

  /** Returns 16 if the file had more than 8 bits per sample, else 8. */
  public int bits() {
    return bits;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return orientation.isTransposed() ? stored.getWidth() : stored.getHeight();
  }

  @Override
  public int width() {
    return orientation.isTransposed() ? stored.getHeight() : stored.getWidth();
  }

  @Override
  public Picture region(int top, int left, int height, int width) {
    CroppedRegions.requireWithin(top, left, height, width, height(), width());
    Rectangle from =
        orientation.stored(
            new Rectangle(left, top, width, height), stored.getHeight(), stored.getWidth());
    try {
      Picture part = conversion.of(stored.getSubimage(from.x, from.y, from.width, from.height));
      return orientation.upright(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@inheritDoc} Converts some rows at a time, so that no second copy of the floats is made. */
  @Override
  public Picture whole() {
    return PictureRows.of(this).collect();
  }
}
