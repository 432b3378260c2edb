package org.atelier.cli.data;

import java.util.List;
import org.atelier.image.Picture;

/** Pixel-wise distances between pictures of one shape. */
public final class Pixels {
  private Pixels() {}

  /** The mean squared difference of values in [-1, 1]. */
  public static double meanSquare(Picture a, Picture b) {
    float[] first = a.values();
    float[] second = b.values();
    requireAsMany(first, second);
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = (double) first[i] - second[i];
      sum += difference * difference;
    }
    return sum / first.length;
  }

  /** The mean absolute difference of values. */
  public static double meanAbsolute(Picture a, Picture b) {
    return meanAbsolute(a.values(), b.values());
  }

  /** The mean absolute difference of values, such as a picture's. */
  public static double meanAbsolute(float[] a, float[] b) {
    requireAsMany(a, b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static void requireAsMany(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "Expected pictures of one shape, but got %s and %s values".formatted(a.length, b.length));
    }
  }

  /** The peak signal-to-noise ratio of a mean squared difference of values in [-1, 1], in dB. */
  public static double decibels(double meanSquare) {
    return 10 * Math.log10(4 / meanSquare);
  }

  /** The mean peak signal-to-noise ratio of pairs, in dB. */
  public static double decibels(List<Picture> wanted, List<Picture> made) {
    double sum = 0;
    for (int i = 0; i < wanted.size(); i++) {
      sum += decibels(meanSquare(wanted.get(i), made.get(i)));
    }
    return sum / wanted.size();
  }
}
