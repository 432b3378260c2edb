package org.atelier.metrics;

import java.util.List;

/**
 * Mean and deviation of several values.
 *
 * @param mean of the values
 * @param deviation the population standard deviation; 0 of a single value
 */
public record MeanAndDeviation(double mean, double deviation) {
  /**
   * Mean and population standard deviation.
   *
   * @param values at least one
   */
  public static MeanAndDeviation of(List<Double> values) {
    double mean = values.stream().mapToDouble(value -> value).average().orElseThrow();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return new MeanAndDeviation(mean, Math.sqrt(squares / values.size()));
  }
}
