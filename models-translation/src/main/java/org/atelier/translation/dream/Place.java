package org.atelier.translation.dream;

/**
 * A position in a feature map, as shares of its size, so that it is the same place at every size of
 * the picture.
 *
 * @param x from 0 (left) to 1 (right)
 * @param y from 0 (top) to 1 (bottom)
 */
public record Place(double x, double y) {
  /** Checks both. */
  public Place {
    if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
      throw new IllegalArgumentException(
          "A place must have x and y in [0, 1], but was %s, %s".formatted(x, y));
    }
  }

  /** The middle. */
  public static Place centre() {
    return new Place(0.5, 0.5);
  }

  long row(long rows) {
    return Math.min(rows - 1, (long) (y * rows));
  }

  long column(long columns) {
    return Math.min(columns - 1, (long) (x * columns));
  }
}
