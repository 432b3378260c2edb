package org.atelier.testing;

import java.util.Set;

/**
 * How far a tensor may be from the reference: {@code max|actual - expected| <= atol + rtol *
 * max|expected|}, both maxima over the whole tensor.
 *
 * @param rtol relative to the largest expected magnitude
 * @param atol absolute
 */
public record Tolerance(double rtol, double atol) {
  /**
   * Compares.
   *
   * @param label begins the failure's message
   * @param expected the reference
   * @param actual what our code computed
   * @param ignored flat indices that are left out
   * @throws AssertionError if the lengths differ, or a value is too far away or not a number
   */
  public void check(String label, double[] expected, double[] actual, Set<Integer> ignored) {
    if (expected.length != actual.length) {
      throw new AssertionError(
          label + ": expected " + expected.length + " values, but got " + actual.length);
    }
    double magnitude = 0;
    double worst = 0;
    int worstAt = 0;
    for (int i = 0; i < expected.length; i++) {
      // Infinities that agree (the PSNR of equal pictures) say nothing about the others.
      if (ignored.contains(i) || (expected[i] == actual[i] && Double.isInfinite(expected[i]))) {
        continue;
      }
      magnitude = Math.max(magnitude, Math.abs(expected[i]));
      double difference = Math.abs(actual[i] - expected[i]);
      // A comparison with NaN is false: without this, the worst result of all would pass.
      if (Double.isNaN(difference)) {
        difference = Double.POSITIVE_INFINITY;
      }
      if (difference > worst) {
        worst = difference;
        worstAt = i;
      }
    }
    double allowed = atol + rtol * magnitude;
    if (!(worst <= allowed)) {
      throw new AssertionError(
          label
              + ": max|actual - expected| is "
              + worst
              + ", but "
              + allowed
              + " is allowed (atol "
              + atol
              + " + rtol "
              + rtol
              + " * max|expected| "
              + magnitude
              + "); at flat index "
              + worstAt
              + " of "
              + expected.length
              + " expected "
              + expected[worstAt]
              + ", but was "
              + actual[worstAt]);
    }
  }
}
