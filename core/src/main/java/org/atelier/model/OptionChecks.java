package org.atelier.model;

/** The checks that options of several models make, with one wording. */
public final class OptionChecks {
  private OptionChecks() {}

  /**
   * Checks a whole number.
   *
   * @return {@code value}
   * @throws IllegalArgumentException if it is less
   */
  public static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " must be at least " + least + ", but was " + value);
    }
    return value;
  }
}
