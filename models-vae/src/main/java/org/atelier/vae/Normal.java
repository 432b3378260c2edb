package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * Independent normal distributions, of values of any range (Kingma and Welling, arXiv:1312.6114,
 * appendix C.2):
 *
 * <pre>
 * ln p(x | z) = −½ Σ ln 2π + ln σ² + (x − μ)² / σ²
 * </pre>
 *
 * <p>μ is the decoder's number. Either σ is one for all values, the {@code deviation}, or the
 * decoder gives a second number v for each value, and σ² = deviation² + eᵛ. Without that floor a
 * value that the decoder knows exactly (a background that is always white) would have an infinite
 * density, and nothing else would be learnt.
 *
 * @param deviation σ, or the least σ if it is learnt; positive
 * @param learned whether the decoder gives the variance of every value
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
    if (!(deviation > 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "deviation must be positive and finite, but was " + deviation);
    }
  }

  /** One σ for all values. */
  public static Normal of(double deviation) {
    return new Normal(deviation, false);
  }

  /** A σ of every value that the decoder gives, of at least a step of 8 bits in [-1, 1], 2/255. */
  public static Normal ofLearnedVariance() {
    return new Normal(2.0 / 255, true);
  }

  @Override
  public int numbersPerValue() {
    return learned ? 2 : 1;
  }

  @Override
  public NDArray logDensity(NDArray examples, NDArray numbers) {
    LikelihoodValues.expectShape(this, examples, numbers);
    try (NDArray s = HostValues.number(numbers.getManager(), deviation)) {
      return learned
          ? LEARNED.apply(FIRST.apply(numbers), examples, VARIANCE.apply(numbers, s))
          : FIXED.apply(numbers, examples, s);
    }
  }

  /** μ, which may lie outside the range of the data. */
  @Override
  public NDArray mean(NDArray numbers) {
    return learned ? FIRST.apply(numbers) : numbers;
  }

  @Override
  public NDArray sample(NDArray numbers, CounterRandom random) {
    NDManager manager = numbers.getManager();
    NDArray mean = mean(numbers);
    var shape = mean.getShape();
    NDArray noise =
        HostValues.toArray(manager, random.gaussians(Math.toIntExact(shape.size())), shape);
    try (NDArray s = HostValues.number(manager, deviation);
        NDArray square = HostValues.number(manager, deviation * deviation)) {
      NDArray variance = learned ? VARIANCE.apply(numbers, s) : square;
      return SAMPLE.apply(mean, variance, noise);
    }
  }

  @Override
  public void expectFit(NDArray examples) {
    LikelihoodValues.refuse(examples, NOT_FINITE, "Normal takes finite values, but got %s");
  }
}
