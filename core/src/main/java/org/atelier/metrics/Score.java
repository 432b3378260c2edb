package org.atelier.metrics;

/**
 * The value of a metric, with the fingerprint of its protocol.
 *
 * @param metric the metric's name, such as {@code "FID"} or {@code "feature distance"}
 * @param value the value; may be infinite but not NaN
 * @param deviation the population standard deviation over the parts (subsets, splits, pairs of
 *     pictures) of which the value is the mean; 0 if there is only one
 * @param higherIsBetter whether higher values are better
 * @param fingerprint the protocol by which it was computed
 */
public record Score(
    String metric,
    double value,
    double deviation,
    boolean higherIsBetter,
    Fingerprint fingerprint) {
  /** Checks that the value is not NaN; it may be infinite (the PSNR of equal pictures). */
  public Score {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          metric + " is not a number: some picture or feature was not finite");
    }
  }

  /**
   * Returns this value minus the other's.
   *
   * @throws IllegalArgumentException if the metrics or the fingerprints differ
   */
  public double minus(Score other) {
    requireComparable(other);
    return value - other.value;
  }

  /**
   * Returns whether this value is better than the other's; false for equal values.
   *
   * @throws IllegalArgumentException if the metrics or the fingerprints differ
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
