package org.atelier.translation.style.wct;

import ai.djl.ndarray.NDArray;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.translation.style.Regions;

/**
 * The size of a picture, and the size to which it is continued by reflection at the right and at
 * the bottom, so that encoders halve it without a remainder.
 *
 * @param height of the picture in pixels
 * @param width of the picture in pixels
 * @param paddedHeight a multiple of all strides
 * @param paddedWidth a multiple of all strides
 */
public record PaddedSize(int height, int width, int paddedHeight, int paddedWidth) {
  /**
   * The size of a picture.
   *
   * @param multiple of which the padded sides are multiples
   * @param least the least of the padded sides
   */
  public static PaddedSize of(Picture picture, int multiple, int least) {
    return new PaddedSize(
        picture.height(),
        picture.width(),
        padded(Math.max(least, picture.height()), multiple),
        padded(Math.max(least, picture.width()), multiple));
  }

  private static int padded(int side, int multiple) {
    return Math.toIntExact((side + multiple - 1L) / multiple * multiple);
  }

  /** Returns a picture of this size, continued. */
  public Picture pad(Picture picture) {
    return paddedHeight == height && paddedWidth == width
        ? picture
        : picture.cropReflected(0, 0, paddedHeight, paddedWidth);
  }

  /**
   * Returns what of a continued picture is the picture.
   *
   * @param padded (1, 3, H, W) with the padded sides
   */
  public Picture crop(NDArray padded) {
    try (NDArray single = padded.squeeze(0)) {
      Picture whole = Picture.of(single);
      return paddedHeight == height && paddedWidth == width
          ? whole
          : whole.crop(0, 0, height, width);
    }
  }

  /**
   * Returns how much of each position of the continued picture's features belongs to a region.
   *
   * @param regions of the picture
   * @return (rows × columns) shares in [0, 1], row by row
   */
  public float[] shares(Regions regions, int region, int rows, int columns) {
    if (paddedHeight == height && paddedWidth == width) {
      return regions.shares(region, rows, columns);
    }
    var plane = new Picture(1, height, width, regions.shares(region, height, width));
    float[] shares = Resizer.BILINEAR.resize(pad(plane), rows, columns).values();
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.max(0, Math.min(1, shares[i]));
    }
    return shares;
  }
}
