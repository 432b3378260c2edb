package org.atelier.image;

import java.awt.Rectangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A decoded picture that keeps its file's samples of 1 or 2 bytes, a quarter or half of the memory
 * of a {@link Picture} (of TIFFs, and of frames that are smaller than their canvas, the floats).
 * Its regions are converted to floats when they are asked for; they have the values that {@link
 * Pictures#read} gives, with colour profile and orientation applied.
 *
 * <p>Immutable and thread-safe.
 */
public final class CompactPicture implements PictureRegions {
  /** Reads a part of the stored picture in sRGB, each pixel by itself. */
  @FunctionalInterface
  interface Conversion {
    /**
     * Returns a picture of the part's size.
     *
     * @throws IOException if samples or colours of this kind are not supported
     */
    Picture of(Rectangle part) throws IOException;
  }

  private final @Nullable Picture floats;
  private final int storedHeight;
  private final int storedWidth;
  private final Conversion conversion;
  private final Orientation orientation;
  private final int bits;
  private final int channels;

  /**
   * A decoded picture; one pixel is converted, so that an unsupported kind fails here.
   *
   * @param storedHeight the height before the orientation is applied
   * @param storedWidth the width before the orientation is applied
   * @param bits 8 or 16, see {@link #bits}
   */
  CompactPicture(
      int storedHeight, int storedWidth, Conversion conversion, Orientation orientation, int bits)
      throws IOException {
    floats = null;
    this.storedHeight = storedHeight;
    this.storedWidth = storedWidth;
    this.conversion = conversion;
    this.orientation = orientation;
    this.bits = bits;
    channels = conversion.of(new Rectangle(1, 1)).channels();
  }

  private CompactPicture(Picture floats, int bits) {
    PictureRegions regions = PictureRegions.of(floats);
    this.floats = floats;
    this.bits = bits;
    storedHeight = floats.height();
    storedWidth = floats.width();
    channels = floats.channels();
    conversion = part -> regions.region(part.y, part.x, part.height, part.width);
    orientation = Orientation.NORMAL;
  }

  /** A picture that is on the heap as floats. */
  static CompactPicture of(Picture picture, int bits) {
    return new CompactPicture(picture, bits);
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
    return orientation.isTransposed() ? storedWidth : storedHeight;
  }

  @Override
  public int width() {
    return orientation.isTransposed() ? storedHeight : storedWidth;
  }

  @Override
  public Picture region(int top, int left, int height, int width) {
    CroppedRegions.requireWithin(top, left, height, width, height(), width());
    Rectangle from =
        orientation.stored(new Rectangle(left, top, width, height), storedHeight, storedWidth);
    try {
      return orientation.upright(conversion.of(from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@inheritDoc} Converts some rows at a time, so that no second copy of the floats is made. */
  @Override
  public Picture whole() {
    Picture known = floats;
    return known == null ? PictureRows.of(this).collect() : known;
  }
}
