package org.atelier.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A decoded picture that keeps its file's samples of 1 or 2 bytes, a quarter or half of the memory
 * of a {@link Picture}. Its regions are converted to floats when they are asked for; they have the
 * values that {@link Pictures#read} gives, with colour profile and orientation applied. A few kinds
 * are floats from the beginning: TIFFs, and frames that are smaller than their canvas.
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

  private final PictureRegions regions;
  private final int bits;

  private CompactPicture(PictureRegions regions, int bits) {
    this.regions = regions;
    this.bits = bits;
  }

  /**
   * A picture of stored samples.
   *
   * @param bits 8 or 16, see {@link #bits}
   */
  static CompactPicture of(
      BufferedImage stored, Conversion conversion, Orientation orientation, int bits) {
    return new CompactPicture(new Stored(stored, conversion, orientation), bits);
  }

  /**
   * A picture that is converted already.
   *
   * @param bits 8 or 16, see {@link #bits}
   */
  static CompactPicture of(Picture picture, int bits) {
    return new CompactPicture(PictureRegions.of(picture), bits);
  }

  /** Returns 16 if the file had more than 8 bits per sample, else 8. */
  public int bits() {
    return bits;
  }

  @Override
  public int channels() {
    return regions.channels();
  }

  @Override
  public int height() {
    return regions.height();
  }

  @Override
  public int width() {
    return regions.width();
  }

  @Override
  public Picture region(int top, int left, int height, int width) {
    return regions.region(top, left, height, width);
  }

  /** {@inheritDoc} Converts some rows at a time, so that no second copy of the floats is made. */
  @Override
  public Picture whole() {
    return regions.whole();
  }

  private record Stored(BufferedImage samples, Conversion conversion, Orientation orientation)
      implements PictureRegions {
    @Override
    public int channels() {
      return converted(new Rectangle(1, 1)).channels();
    }

    @Override
    public int height() {
      return orientation.isTransposed() ? samples.getWidth() : samples.getHeight();
    }

    @Override
    public int width() {
      return orientation.isTransposed() ? samples.getHeight() : samples.getWidth();
    }

    @Override
    public Picture region(int top, int left, int height, int width) {
      CroppedRegions.requireWithin(top, left, height, width, height(), width());
      Rectangle from =
          orientation.stored(
              new Rectangle(left, top, width, height), samples.getHeight(), samples.getWidth());
      return orientation.upright(converted(from));
    }

    @Override
    public Picture whole() {
      return PictureRows.of(this).collect();
    }

    private Picture converted(Rectangle part) {
      try {
        return conversion.of(samples.getSubimage(part.x, part.y, part.width, part.height));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
