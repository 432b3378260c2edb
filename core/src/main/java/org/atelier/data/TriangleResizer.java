package org.atelier.data;

import org.atelier.image.Picture;

/**
 * Antialiased bilinear scaling: a triangle filter as wide as the scale, rows first.
 *
 * <p>MERGE: use Resizer, and delete this class.
 */
final class TriangleResizer implements PictureResizer {
  @Override
  public Picture resize(Picture picture, int height, int width) {
    int lines = picture.channels() * picture.height();
    var narrow = new float[lines * width];
    along(picture.values(), narrow, lines, picture.width(), width, 1);
    var values = new float[picture.channels() * height * width];
    along(narrow, values, picture.channels(), picture.height(), height, width);
    return new Picture(picture.channels(), height, width, values);
  }

  /** Scales the middle dimension of (outer, from, inner) to (outer, to, inner). */
  private static void along(
      float[] source, float[] target, int outer, int from, int to, int inner) {
    double scale = (double) from / to;
    double support = Math.max(1, scale);
    for (int j = 0; j < to; j++) {
      double centre = (j + .5) * scale;
      int first = Math.max(0, (int) Math.ceil(centre - support - .5));
      int last = Math.min(from - 1, (int) Math.floor(centre + support - .5));
      var weights = new double[last - first + 1];
      double sum = 0;
      for (int i = first; i <= last; i++) {
        double weight = Math.max(0, 1 - Math.abs(i + .5 - centre) / support);
        weights[i - first] = weight;
        sum += weight;
      }
      for (int o = 0; o < outer; o++) {
        for (int k = 0; k < inner; k++) {
          double value = 0;
          for (int i = first; i <= last; i++) {
            value += weights[i - first] * source[(o * from + i) * inner + k];
          }
          target[(o * to + j) * inner + k] = (float) (value / sum);
        }
      }
    }
  }
}
