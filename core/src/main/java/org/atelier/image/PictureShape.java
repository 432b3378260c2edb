package org.atelier.image;

import ai.djl.ndarray.types.Shape;

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
    atLeastOne("height", height);
    atLeastOne("width", width);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }

  /** Grey square pictures. */
  public static PictureShape grey(int size) {
    return new PictureShape(1, size, size);
  }

  /** Square pictures in RGB. */
  public static PictureShape rgb(int size) {
    return new PictureShape(3, size, size);
  }

  /** As many channels, but squares of this size. */
  public PictureShape withSize(int size) {
    return new PictureShape(channels, size, size);
  }

  /** As high and wide, but of so many channels. */
  public PictureShape withChannels(int channels) {
    return new PictureShape(channels, height, width);
  }

  /**
   * The shape of one picture.
   *
   * @param shape (C, H, W)
   */
  public static PictureShape of(Shape shape) {
    if (shape.dimension() != 3) {
      throw new IllegalArgumentException(
          "Expected the shape (C, H, W) of a picture, but got " + shape);
    }
    return new PictureShape(
        Math.toIntExact(shape.get(0)),
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(2)));
  }

  /**
   * A picture brought to this shape: grey or RGB, the largest part of this aspect cut out of the
   * middle, then resized bilinearly.
   *
   * @return values in [-1, 1] if those of {@code picture} are
   */
  public Picture fit(Picture picture) {
    Picture middle = Resizer.cropToAspect(picture.withChannels(channels), height, width);
    // Bilinear: bicubic overshoots the range of pictures, this by rounding alone.
    return middle.height() == height && middle.width() == width
        ? middle
        : Resizer.BILINEAR.resize(middle, height, width).clamped();
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
