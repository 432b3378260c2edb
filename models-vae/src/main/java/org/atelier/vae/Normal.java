package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.options.OptionChecks;
import org.atelier.random.CounterRandom;

/**
 * Independent normal distributions of values in any range (Kingma and Welling, arXiv:1312.6114,
 * appendix C.2):
 *
 * <pre>
 * ln p(x | z) = −½ Σ ln 2π + ln σ² + (x − μ)² / σ²
 * </pre>
 *
 * <p>The decoder outputs μ. Either σ is the same for all values, the {@code deviation}, or the
 * decoder also outputs a parameter v for each value, and σ² = deviation² + eᵛ. Without this lower
 * bound the density of a value that can be predicted exactly (a background that is always white)
 * grows without limit, and its term dominates the objective.
 *
 * @param deviation σ, or the lower bound of σ if the variance is learned; positive
 * @param learned whether the decoder outputs the variance of every value
 */
public record Normal(double deviation, boolean learned) implements Likelihood {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private static final NativeFunction FIXED =
      NativeFunction.of(
          "-0.5 * torch.sum(torch.flatten(torch.square((x - m) / float(s)) + "
              + "(2 * torch.log(float(s)) + "
              + LOG_TWO_PI
              + "), 1), [1])",
          "m",
          "x",
          "s");

  private static final NativeFunction FIRST = NativeFunction.of("torch.chunk(p, 2, 1)[0]", "p");

  private static final NativeFunction VARIANCE =
      NativeFunction.of("torch.exp(torch.chunk(p, 2, 1)[1]) + float(s) * float(s)", "p", "s");

  private static final NativeFunction LEARNED =
      NativeFunction.of(
          "-0.5 * torch.sum(torch.flatten(torch.square(x - m) / v + torch.log(v) + "
              + LOG_TWO_PI
              + ", 1), [1])",
          "m",
          "x",
          "v");

  private static final NativeFunction SAMPLE =
      NativeFunction.of("m + torch.sqrt(v) * e", "m", "v", "e");

  private static final NativeFunction NOT_FINITE =
      LikelihoodValues.firstWhere("torch.logical_not(torch.isfinite(x))");

  /** Checks the deviation. */
  public Normal {
    OptionChecks.positive("deviation", deviation);
  }

  /** A likelihood with the same σ for all values. */
  public static Normal of(double deviation) {
    return new Normal(deviation, false);
  }

  /** A likelihood with a learned variance of every value; σ is at least one 8-bit step, 2/255. */
  public static Normal ofLearnedVariance() {
    return new Normal(2.0 / 255, true);
  }

  @Override
  public int parametersPerValue() {
    return learned ? 2 : 1;
  }

  @Override
  public NDArray logDensity(NDArray examples, NDArray parameters) {
    LikelihoodValues.expectShape(this, examples, parameters);
    try (NDArray s = HostValues.number(parameters.getManager(), deviation)) {
      return learned
          ? LEARNED.apply(FIRST.apply(parameters), examples, VARIANCE.apply(parameters, s))
          : FIXED.apply(parameters, examples, s);
    }
  }

  /** μ, which may be outside the range of the data. */
  @Override
  public NDArray mean(NDArray parameters) {
    return learned ? FIRST.apply(parameters) : parameters;
  }

  @Override
  public NDArray sample(NDArray parameters, CounterRandom random) {
    NDManager manager = parameters.getManager();
    NDArray mean = mean(parameters);
    var shape = mean.getShape();
    NDArray noise =
        HostValues.toArray(manager, random.gaussians(Math.toIntExact(shape.size())), shape);
    try (NDArray s = HostValues.number(manager, deviation);
        NDArray square = HostValues.number(manager, deviation * deviation)) {
      NDArray variance = learned ? VARIANCE.apply(parameters, s) : square;
      return SAMPLE.apply(mean, variance, noise);
    }
  }

  @Override
  public void expectSupport(NDArray examples) {
    LikelihoodValues.refuse(examples, NOT_FINITE, "Normal takes finite values, but got %s");
  }
}
