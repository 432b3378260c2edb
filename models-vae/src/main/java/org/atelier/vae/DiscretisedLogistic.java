package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * A probability of each of the {@code levels} values that a picture's value can have, from -1 to 1
 * at equal steps of 2h: what a logistic distribution has between the middles of the steps, the
 * outermost levels also what lies beyond (Kingma et al., arXiv:1606.04934; Salimans et al.,
 * arXiv:1701.05517, with one component). The decoder gives μ and ln s for every value:
 *
 * <pre>
 * ln p(x | z) = Σ ln [ σ((x + h − μ) / s) − σ((x − h − μ) / s) ]
 *   = Σ ln σ(a) + ln σ(−b) + ln(1 − e^(b − a)),   a = (x + h − μ) / s,  b = (x − h − μ) / s
 * </pre>
 *
 * <p>where a is ∞ at x = 1 and b is −∞ at x = -1. The second form loses no digits. ln s is kept in
 * [-7, 7]. Divided by ln 2 and by the values of a picture, this is the number of bits a value that
 * is reported of natural pictures. Values between the levels (of scaled pictures) count as the
 * nearest one.
 *
 * @param levels at least 2; 256 for pictures of 8 bits
 */
public record DiscretisedLogistic(int levels) implements Likelihood {
  private static final NativeFunction NEAREST =
      NativeFunction.of("torch.round((x + 1) / (2 * float(h))) * (2 * float(h)) - 1", "x", "h");

  private static final NativeFunction LOCATION = NativeFunction.of("torch.chunk(p, 2, 1)[0]", "p");

  private static final NativeFunction INVERSE_SCALE =
      NativeFunction.of("torch.exp(-torch.clamp(torch.chunk(p, 2, 1)[1], -7, 7))", "p");

  private static final String LOWEST = "x < float(h) - 1";
  private static final String HIGHEST = "x > 1 - float(h)";

  private static final NativeFunction LOG_DENSITY =
      NativeFunction.of(
          """
          torch.sum(torch.flatten(
            torch.where(HIGHEST, torch.zeros_like(x), torch.log_sigmoid((x + float(h) - m) * i))
            + torch.where(LOWEST, torch.zeros_like(x), torch.log_sigmoid((m + float(h) - x) * i))
            + torch.where(torch.logical_or(LOWEST, HIGHEST), torch.zeros_like(x),
                torch.log(-torch.expm1(-2 * float(h) * i))), 1), [1])"""
              .replace("HIGHEST", HIGHEST)
              .replace("LOWEST", LOWEST),
          "m",
          "x",
          "i",
          "h");

  private static final NativeFunction MEAN =
      NativeFunction.of("torch.clamp(torch.chunk(p, 2, 1)[0], -1, 1)", "p");

  private static final NativeFunction SAMPLE =
      NativeFunction.of(
          "torch.clamp(m + (torch.log(u) - torch.log1p(-u)) / i, -1, 1)", "m", "i", "u");

  private static final NativeFunction OUTSIDE =
      LikelihoodValues.firstWhere("torch.logical_not(torch.abs(x) <= 1.0001)");

  /** Checks the number. */
  public DiscretisedLogistic {
    if (levels < 2) {
      throw new IllegalArgumentException("levels must be at least 2, but was " + levels);
    }
  }

  /** Of pictures of 8 bits. */
  public static DiscretisedLogistic ofBytes() {
    return new DiscretisedLogistic(256);
  }

  private double half() {
    return 1.0 / (levels - 1);
  }

  @Override
  public int numbersPerValue() {
    return 2;
  }

  @Override
  public NDArray logDensity(NDArray examples, NDArray numbers) {
    LikelihoodValues.expectShape(this, examples, numbers);
    try (NDArray h = HostValues.number(numbers.getManager(), half())) {
      NDArray level = NEAREST.apply(examples, h);
      return LOG_DENSITY.apply(LOCATION.apply(numbers), level, INVERSE_SCALE.apply(numbers), h);
    }
  }

  /** μ, in [-1, 1]. */
  @Override
  public NDArray mean(NDArray numbers) {
    return MEAN.apply(numbers);
  }

  /** Values of the levels. */
  @Override
  public NDArray sample(NDArray numbers, CounterRandom random) {
    NDArray location = LOCATION.apply(numbers);
    NDArray uniform = LikelihoodValues.uniform(numbers, location.getShape(), random);
    try (NDArray h = HostValues.number(numbers.getManager(), half())) {
      return NEAREST.apply(SAMPLE.apply(location, INVERSE_SCALE.apply(numbers), uniform), h);
    }
  }

  @Override
  public void expectFit(NDArray examples) {
    LikelihoodValues.refuse(
        examples, OUTSIDE, "DiscretisedLogistic takes values from -1 to 1, but got %s");
  }
}
