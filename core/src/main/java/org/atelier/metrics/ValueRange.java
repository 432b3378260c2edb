package org.atelier.metrics;

/**
 * Between which values pictures lie: from black to white.
 *
 * @param low black
 * @param high white
 */
public record ValueRange(double low, double high) {
  /** [-1, 1], this library's pictures. */
  public static final ValueRange SYMMETRIC = new ValueRange(-1, 1);

  /** [0, 1]. */
  public static final ValueRange UNIT = new ValueRange(0, 1);

  /** [0, 255]. */
  public static final ValueRange BYTES = new ValueRange(0, 255);

  /** Checks the order. */
  public ValueRange {
    if (!(high > low)) {
      throw new IllegalArgumentException(
          "high must be more than low, but they were " + high + " and " + low);
    }
  }

  @Override
  public String toString() {
    return "[" + low + ", " + high + "]";
  }
}
