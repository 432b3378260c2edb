package org.atelier.image;

import ai.djl.ndarray.types.Shape;
import org.atelier.options.OptionChecks;

/**
 * The shape of a model's pictures, (C, H, W).
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param height the height in pixels, at least 1
 * @param width the width in pixels, at least 1
 */
public record PictureShape(int channels, int height, int width) {
  /** Checks every number, and that a picture has at most 2,147,483,647 values. */
  public PictureShape {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey) or 3 (RGB), but was " + channels);
    }
    OptionChecks.atLeast(1, "height", height);
    OptionChecks.atLeast(1, "width", width);
    OptionChecks.pictureSize(channels, height, width);
  }

  /** Returns the shape of square grey pictures, (1, size, size). */
  public static PictureShape grey(int size) {
    return new PictureShape(1, size, size);
  }

  /** Returns the shape of square RGB pictures, (3, size, size). */
  public static PictureShape rgb(int size) {
    return new PictureShape(3, size, size);
  }

  /**
   * Returns the picture shape of arrays (C, H, W).
   *
   * @throws IllegalArgumentException if {@code chw} does not have three dimensions and 1 or 3
   *     channels
   */
  public static PictureShape of(Shape chw) {
    if (chw.dimension() != 3) {
      throw new IllegalArgumentException("Expected a shape (C, H, W), but got " + chw);
    }
    return new PictureShape(
        Math.toIntExact(chw.get(0)), Math.toIntExact(chw.get(1)), Math.toIntExact(chw.get(2)));
  }

  /** Returns a copy with this height and width in pixels, at least 1. */
  public PictureShape withSize(int size) {
    return new PictureShape(channels, size, size);
  }

  /** Returns a copy with this number of channels, 1 (grey) or 3 (RGB). */
  public PictureShape withChannels(int channels) {
    return new PictureShape(channels, height, width);
  }

  /**
   * Converts a picture of any size and number of channels to this shape: to grey or RGB (alpha is
   * composited on white), centre-cropped to the aspect ratio, resized bilinearly with antialiasing.
   *
   * @return a picture with values clamped to [-1, 1]
   */
  public Picture fit(Picture picture) {
    Picture coloured = picture.withChannels(channels);
    var cropped = Resizer.aspectRegion(coloured, height, width);
    if (cropped.height == height && cropped.width == width) {
      return coloured.height() == height && coloured.width() == width
          ? coloured
          : coloured.crop(cropped.y, cropped.x, height, width);
    }
    // In bands of rows: a crop of a large picture would be a second large picture.
    var regions =
        PictureRegions.of(coloured).cropped(cropped.y, cropped.x, cropped.height, cropped.width);
    // Clamped, because rounding errors of resizing may exceed the range.
    return Resizer.BILINEAR.resize(regions, height, width).clamped();
  }

  /** Returns the array shape (C, H, W). */
  public Shape shape() {
    return new Shape(channels, height, width);
  }

  /** Returns the number of values, C·H·W. */
  public int values() {
    return channels * height * width;
  }

  /**
   * Checks that height and width are multiples of a number.
   *
   * @return this shape
   * @throws IllegalArgumentException if they are not multiples of {@code divisor}
   */
  public PictureShape expectMultiplesOf(int divisor) {
    if (height % divisor != 0 || width % divisor != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of %s, but were %s and %s"
              .formatted(divisor, height, width));
    }
    return this;
  }
}
