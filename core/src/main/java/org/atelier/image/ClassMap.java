package org.atelier.image;

import java.util.Arrays;

/**
 * Class maps: pictures whose pixels are classes, stored as grey bytes. The class of a pixel is its
 * byte, from 0; as a value v in [-1, 1] that is round((v + 1) · 127.5).
 */
public final class ClassMap {
  private ClassMap() {}

  /**
   * The largest class of a map.
   *
   * @param map of any channels; colours are reduced to grey first
   * @return from 0 to 255
   */
  public static int largestClass(Picture map) {
    int largest = 0;
    for (float value : map.toGrey().values()) {
      largest = Math.max(largest, classOf(value));
    }
    return largest;
  }

  /**
   * The one-hot encoding of a map: (K, H, W), channel k is 1 where a pixel is of class k and -1
   * elsewhere.
   *
   * @param map of any channels; colours are reduced to grey first
   * @param classes K, at least 1
   * @throws IllegalArgumentException if a pixel's class is not less than {@code classes}
   */
  public static Picture oneHot(Picture map, int classes) {
    float[] grey = map.toGrey().values();
    var planes = new float[Math.multiplyExact(classes, grey.length)];
    Arrays.fill(planes, -1);
    for (int i = 0; i < grey.length; i++) {
      int number = classOf(grey[i]);
      if (number >= classes) {
        throw new IllegalArgumentException(
            "A pixel of the class map is %s: expected classes from 0 to %s"
                .formatted(number, classes - 1));
      }
      planes[number * grey.length + i] = 1;
    }
    return new Picture(classes, map.height(), map.width(), planes);
  }

  private static int classOf(float value) {
    return Math.round((value + 1) * 127.5f);
  }
}
