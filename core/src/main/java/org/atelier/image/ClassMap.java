package org.atelier.image;

import java.util.Arrays;

/**
 * Class maps: pictures whose pixels are class indices, stored as grey bytes. The class of a pixel
 * is its byte, from 0 to 255; for a value v in [-1, 1] it is round((v + 1) · 127.5).
 */
public final class ClassMap {
  private ClassMap() {}

  /**
   * Returns the largest class index of a class map.
   *
   * @param map with any number of channels; colours are converted to grey first
   * @return the class index, from 0 to 255
   */
  public static int largestClass(Picture map) {
    int largest = 0;
    for (float value : map.toGrey().values()) {
      largest = Math.max(largest, classOf(value));
    }
    return largest;
  }

  /**
   * Returns the one-hot encoding of a class map, (K, H, W): channel k is 1 where the pixel's class
   * is k and -1 elsewhere.
   *
   * @param map with any number of channels; colours are converted to grey first
   * @param classes the number of classes K, at least 1
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
