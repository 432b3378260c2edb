package org.atelier.translation.nets;

import java.util.Arrays;
import org.atelier.image.Picture;

/** Maps of classes as a network is given them, in the way of {@code PicturePairs.ofClassMaps}. */
final class ClassMap {
  private ClassMap() {}

  /**
   * One channel a class, 1 where a pixel is of it and -1 elsewhere.
   *
   * @param map whose grey bytes are classes, from 0
   */
  static Picture oneHot(Picture map, int classes) {
    float[] grey = map.toGrey().values();
    var values = new float[Math.multiplyExact(classes, grey.length)];
    Arrays.fill(values, -1);
    for (int i = 0; i < grey.length; i++) {
      int number = Math.round((grey[i] + 1) * 127.5f);
      if (number >= classes) {
        throw new IllegalArgumentException(
            "A pixel of the class map is %s: expected classes from 0 to %s"
                .formatted(number, classes - 1));
      }
      values[number * grey.length + i] = 1;
    }
    return new Picture(classes, map.height(), map.width(), values);
  }
}
