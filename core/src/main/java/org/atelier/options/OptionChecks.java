package org.atelier.options;

/** Argument checks for the constructors of options records, with uniform messages. */
public final class OptionChecks {
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
