package org.atelier.metrics;

/**
 * A number, and how it was computed.
 *
 * @param metric its name, such as {@code "FID"} or {@code "feature distance"}
 * @param value the number
 * @param deviation the population standard deviation over the parts that the value is the mean of
 *     (subsets, splits, pairs of pictures); 0 where there is only one
 * @param higherIsBetter whether more of it is better
 * @param fingerprint how it was computed
 */
public record Score(
    String metric,
    double value,
    double deviation,
    boolean higherIsBetter,
    Fingerprint fingerprint) {
  /** Checks that there is a number; an infinite one is (the PSNR of equal pictures). */
  public Score {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          metric + " is not a number: some picture or feature was not finite");
    }
  }

  /**
   * This value less the other's.
   *
   * @throws IllegalArgumentException if they are different metrics, or were computed in different
   *     ways
   */
  public double minus(Score other) {
    requireComparable(other);
    return value - other.value;
  }

  /**
   * Whether this is the better value; equal ones are not.
   *
   * @throws IllegalArgumentException if they are different metrics, or were computed in different
   *     ways
   */
  public boolean isBetterThan(Score other) {
    requireComparable(other);
    return higherIsBetter ? value > other.value : value < other.value;
  }

  private void requireComparable(Score other) {
    if (!metric.equals(other.metric)) {
      throw new IllegalArgumentException(
          "Expected another " + metric + " to compare with, but got a " + other.metric);
    }
    fingerprint.requireSameAs(other.fingerprint);
  }
}
