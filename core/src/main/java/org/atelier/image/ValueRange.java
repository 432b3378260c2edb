package org.atelier.image;

/**
 * The value range of pictures, from black to white.
 *
 * @param low the value of black
 * @param high the value of white, greater than {@code low}
 */
public record ValueRange(double low, double high) {
  /** [-1, 1], the range of this library's pictures. */
  public static final ValueRange SYMMETRIC = new ValueRange(-1, 1);

  /** [0, 1]. */
  public static final ValueRange UNIT = new ValueRange(0, 1);

  /** [0, 255]. */
  public static final ValueRange BYTES = new ValueRange(0, 255);

  /** Checks that {@code high} is greater than {@code low}. */
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
