package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.options.OptionChecks;
import org.atelier.random.CounterRandom;

/**
 * Independent discretised logistic distributions over the {@code levels} values of a pixel, which
 * are equally spaced in [-1, 1] by 2h: each level has the probability mass of a logistic
 * distribution within h of it, and the outermost levels also that of the tails (Kingma et al.,
 * arXiv:1606.04934; Salimans et al., arXiv:1701.05517, with one mixture component). The decoder
 * outputs the location μ and the log-scale ln s of every value:
 *
 * <pre>
 * ln p(x | z) = Σ ln [ σ((x + h − μ) / s) − σ((x − h − μ) / s) ]
 *   = Σ ln σ(a) + ln σ(−b) + ln(1 − e^(b − a)),   a = (x + h − μ) / s,  b = (x − h − μ) / s
 * </pre>
 *
 * <p>where a is ∞ at x = 1 and b is −∞ at x = -1. The second form is numerically stable. ln s is
 * clamped to [-7, 7]. Divided by ln 2 and by the number of values, the negative log-likelihood is
 * in bits per dimension, as it is reported for natural pictures. Values between two levels (of
 * resized pictures) are rounded to the nearest.
 *
 * @param levels number of values of a pixel, at least 2; 256 for 8-bit pictures
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

  /** Checks the number of levels. */
  public DiscretisedLogistic {
    OptionChecks.atLeast(2, "levels", levels);
  }

  /** A likelihood of 8-bit pictures, 256 levels. */
  public static DiscretisedLogistic ofBytes() {
    return new DiscretisedLogistic(256);
  }

  private double half() {
    return 1.0 / (levels - 1);
  }

  @Override
  public int parametersPerValue() {
    return 2;
  }

  @Override
  public NDArray logDensity(NDArray examples, NDArray parameters) {
    LikelihoodValues.expectShape(this, examples, parameters);
    try (NDArray h = HostValues.number(parameters.getManager(), half())) {
      NDArray level = NEAREST.apply(examples, h);
      return LOG_DENSITY.apply(
          LOCATION.apply(parameters), level, INVERSE_SCALE.apply(parameters), h);
    }
  }

  /** μ, in [-1, 1]. */
  @Override
  public NDArray mean(NDArray parameters) {
    return MEAN.apply(parameters);
  }

  /** Samples among the levels. */
  @Override
  public NDArray sample(NDArray parameters, CounterRandom random) {
    NDArray location = LOCATION.apply(parameters);
    NDArray uniform = LikelihoodValues.uniform(parameters, location.getShape(), random);
    try (NDArray h = HostValues.number(parameters.getManager(), half())) {
      return NEAREST.apply(SAMPLE.apply(location, INVERSE_SCALE.apply(parameters), uniform), h);
    }
  }

  @Override
  public void expectSupport(NDArray examples) {
    LikelihoodValues.refuse(
        examples, OUTSIDE, "DiscretisedLogistic takes values from -1 to 1, but got %s");
  }
}
