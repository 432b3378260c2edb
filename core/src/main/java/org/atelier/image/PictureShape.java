package org.atelier.image;

import ai.djl.ndarray.types.Shape;
import org.atelier.options.OptionChecks;

/**
 * What pictures a model makes.
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param height in pixels
 * @param width in pixels
 */
public record PictureShape(int channels, int height, int width) {
  /** Checks every number. */
  public PictureShape {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey) or 3 (RGB), but was " + channels);
    }
    OptionChecks.atLeast(1, "height", height);
    OptionChecks.atLeast(1, "width", width);
  }

  /** Grey square pictures. */
  public static PictureShape grey(int size) {
    return new PictureShape(1, size, size);
  }

  /** Square pictures in RGB. */
  public static PictureShape rgb(int size) {
    return new PictureShape(3, size, size);
  }

  /**
   * The shape of arrays (C, H, W).
   *
   * @throws IllegalArgumentException if {@code chw} has not three dimensions, or not 1 or 3
   *     channels
   */
  public static PictureShape of(Shape chw) {
    if (chw.dimension() != 3) {
      throw new IllegalArgumentException("Expected a shape (C, H, W), but got " + chw);
    }
    return new PictureShape(
        Math.toIntExact(chw.get(0)), Math.toIntExact(chw.get(1)), Math.toIntExact(chw.get(2)));
  }

  /** Returns a copy with square pictures of this size, in pixels. */
  public PictureShape withSize(int size) {
    return new PictureShape(channels, size, size);
  }

  /** Returns a copy with this number of channels, 1 (grey) or 3 (RGB). */
  public PictureShape withChannels(int channels) {
    return new PictureShape(channels, height, width);
  }

  /**
   * Converts a picture of any size and kind to this shape: to grey or RGB (alpha composited on
   * white), cropped to the aspect ratio at the centre, resized bilinearly with antialiasing.
   *
   * @return values in [-1, 1] if the picture's are
   */
  public Picture fit(Picture picture) {
    Picture cropped = Resizer.cropToAspect(picture.withChannels(channels), height, width);
    // Clamped, because resizing leaves the range by rounding errors.
    return cropped.height() == height && cropped.width() == width
        ? cropped
        : Resizer.BILINEAR.resize(cropped, height, width).clamped();
  }

  /** (C, H, W). */
  public Shape shape() {
    return new Shape(channels, height, width);
  }

  /** C·H·W. */
  public int values() {
    return Math.multiplyExact(channels, Math.multiplyExact(height, width));
  }

  /**
   * Checks that both sides can be halved and halved again.
   *
   * @throws IllegalArgumentException if they are no multiples of {@code divisor}
   */
  public PictureShape expectMultiplesOf(int divisor) {
    if (height % divisor != 0 || width % divisor != 0) {
      throw new IllegalArgumentException(
          "height and width must be multiples of %d, but were %d and %d"
              .formatted(divisor, height, width));
    }
    return this;
  }
}
