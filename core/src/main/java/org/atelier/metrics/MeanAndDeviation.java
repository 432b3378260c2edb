package org.atelier.metrics;

import java.util.List;

/**
 * The mean and the standard deviation of several values.
 *
 * @param mean the arithmetic mean
 * @param deviation the population standard deviation; 0 for a single value
 */
public record MeanAndDeviation(double mean, double deviation) {
  /**
   * Computes the mean and the population standard deviation.
   *
   * @param values at least one
   */
  public static MeanAndDeviation of(List<Double> values) {
    double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return new MeanAndDeviation(mean, Math.sqrt(squares / values.size()));
  }
}
