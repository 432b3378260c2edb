package org.atelier.nn.internal;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes the normalisation of each channel of each picture by its own mean and variance, or by
 * statistics that the script is given.
 */
public final class InstanceNormalisation {
  private InstanceNormalisation() {}

  /**
   * Normalises pictures (N, C, H, W).
   *
   * @param weight the gain of each channel, (C); null for 1
   * @param bias what is added to each channel, (C); null for 0
   */
  public static Value of(
      Script script, Value x, @Nullable Value weight, @Nullable Value bias, double epsilon) {
    Optional<Value> given = given(script, x);
    if (given.isPresent()) {
      return by(script, x, given.get(), weight, bias, epsilon);
    }
    NormChecks.expectSeveralValues(x.size(2) * x.size(3), "larger pictures");
    measure(script, x, false);
    return tracking(script, x, weight, bias, null, null, true, 0.1, epsilon);
  }

  /** As libtorch has it, with running statistics that are updated or used. */
  public static Value tracking(
      Script script,
      Value x,
      @Nullable Value weight,
      @Nullable Value bias,
      @Nullable Value mean,
      @Nullable Value variance,
      boolean ofInput,
      double momentum,
      double epsilon) {
    // Flattened and reshaped back, which costs nothing, so that the gradient is contiguous:
    // libtorch
    // 2.7 gives a wrong derivative for a single picture whose gradient is channels last.
    // Not fresh: the result is a view, and overwriting a view costs more time than it saves.
    return script.contiguous(
        x.shape(),
        "torch.view_as(torch.flatten("
            + "torch.instance_norm({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, False), 1), {0})",
        x,
        weight,
        bias,
        mean,
        variance,
        ofInput,
        momentum,
        epsilon);
  }

  /**
   * Returns the statistics by which x is normalised, (2, C), if the script has them.
   *
   * @throws IllegalArgumentException if they are of another shape
   */
  public static Optional<Value> given(Script script, Value x) {
    return script.givenNorm().map(statistics -> expectStatistics(statistics, x.size(1)));
  }

  /**
   * Gives the mean and the variance of one picture to the script, if it measures them.
   *
   * @param unbiased whether the variance is the sum of squares over one less than their number
   */
  public static void measure(Script script, Value x, boolean unbiased) {
    if (!script.isMeasuringNorms()) {
      return;
    }
    if (x.size(0) != 1) {
      throw new IllegalArgumentException(
          "expected one picture whose statistics are measured, but got " + x.size(0));
    }
    script.addNorm(
        script.line(
            new Shape(2, x.size(1)),
            "torch.stack([torch.mean({0}, [0, 2, 3], False, dtype=None),"
                + " torch.var({0}, [0, 2, 3], {1}, False)])",
            x,
            unbiased));
  }

  private static Value expectStatistics(Value statistics, long channels) {
    if (!statistics.shape().equals(new Shape(2, channels))) {
      throw new IllegalArgumentException(
          "expected the mean and variance of %s channels, but got %s"
              .formatted(channels, statistics.shape()));
    }
    return statistics;
  }

  private static Value by(
      Script script,
      Value x,
      Value statistics,
      @Nullable Value weight,
      @Nullable Value bias,
      double epsilon) {
    return script.fresh(
        x.shape(),
        "torch.batch_norm({0}, {1}, {2}, torch.select({3}, 0, 0), torch.select({3}, 0, 1),"
            + " False, 0., {4}, False)",
        x,
        weight,
        bias,
        statistics,
        epsilon);
  }
}
