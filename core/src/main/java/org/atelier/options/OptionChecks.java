package org.atelier.options;

import java.util.Locale;

/** Argument checks for the constructors of options records, with uniform messages. */
public final class OptionChecks {
  /** The most float values of an array: 2 GiB. */
  private static final long MOST_VALUES = Integer.MAX_VALUE / Float.BYTES;

  private OptionChecks() {}

  /**
   * Checks a whole number.
   *
   * @return {@code value}
   * @throws IllegalArgumentException if it is less than {@code least}
   */
  public static int atLeast(int least, String name, int value) {
    return (int) atLeast(least, name, (long) value);
  }

  /** Checks a whole number, as {@link #atLeast(int, String, int)} does. */
  public static long atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " must be at least " + least + ", but was " + value);
    }
    return value;
  }

  /**
   * Checks that a picture of this shape fits a Java array.
   *
   * @throws IllegalArgumentException if it has more than 2,147,483,647 values
   */
  public static void pictureSize(int channels, int height, int width) {
    // Doubles, since the product may exceed a long.
    double values = (double) channels * height * width;
    if (values > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "height and width must give pictures of at most %,d values, but %,d × %,d pixels with"
                  + " %d channels have %,.0f",
              Integer.MAX_VALUE,
              width,
              height,
              channels,
              values));
    }
  }

  /**
   * Checks the width of a layer (its units or feature maps), computed from options in 64 bits.
   *
   * @param width such as {@code (long) filters << level}
   * @return {@code width}
   * @throws IllegalArgumentException if an array of so many values is impossible
   */
  public static int layerWidth(long width) {
    if (width < 1 || width > MOST_VALUES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a layer would have %,d feature maps or units, but at most %,d are possible; choose"
                  + " fewer filters or units, or smaller pictures",
              width,
              MOST_VALUES));
    }
    return (int) width;
  }

  /**
   * Checks a number that must be above 0 and finite.
   *
   * @return {@code value}
   * @throws IllegalArgumentException if it is not
   */
  public static double positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be positive and finite, but was " + value);
    }
    return value;
  }

  /**
   * Checks a number that must be at least 0 and finite.
   *
   * @return {@code value}
   * @throws IllegalArgumentException if it is not
   */
  public static double notNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be at least 0 and finite, but was " + value);
    }
    return value;
  }

  /**
   * Checks a decay rate or another fraction that must be in [0, 1).
   *
   * @return {@code value}
   * @throws IllegalArgumentException if it is not
   */
  public static double share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1), but was " + value);
    }
    return value;
  }
}
