package org.atelier.translation.dream;

import org.atelier.image.Picture;

/** Gives a dream the colours of its picture: only the luminance is dreamt. */
public final class KeptColours {
  private KeptColours() {}

  /**
   * Returns the picture with the luminance of the dream: luma by ITU-R BT.601, and the picture's
   * differences of red, green and blue from its own luma.
   *
   * @param picture in [-1, 1], RGB or grey
   * @param dream of the same size
   * @return RGB, clamped to [-1, 1]
   */
  public static Picture of(Picture picture, Picture dream) {
    if (picture.height() != dream.height() || picture.width() != dream.width()) {
      throw new IllegalArgumentException(
          "Expected a picture and a dream of one size, but got %s and %s"
              .formatted(picture, dream));
    }
    Picture rgb = picture.toRgb();
    float[] before = rgb.toGrey().values();
    float[] after = dream.toRgb().toGrey().values();
    var values = rgb.values().clone();
    for (int i = 0; i < values.length; i++) {
      int pixel = i % before.length;
      values[i] = Math.max(-1, Math.min(1, values[i] + after[pixel] - before[pixel]));
    }
    return new Picture(3, rgb.height(), rgb.width(), values);
  }
}
