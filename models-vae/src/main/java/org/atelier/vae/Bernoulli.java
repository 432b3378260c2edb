package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * Independent Bernoulli distributions of binary pixels (Kingma and Welling, arXiv:1312.6114,
 * appendix C.1): with x̂ = (x + 1) / 2 in {0, 1} and l the decoder's output, a logit,
 *
 * <pre>
 * ln p(x | z) = Σ x̂ ln σ(l) + (1 − x̂) ln(1 − σ(l))
 * </pre>
 *
 * <p>Of grey values this is not a normalised density: it does not integrate to one over x̂ in [0,
 * 1] (Loaiza-Ganem and Cunningham, arXiv:1907.06845), so that nats can only be compared between
 * models on the same data. pytorch/examples' {@code vae} uses it nevertheless, as does this with
 * {@code grey}; otherwise grey values are refused. For grey pictures with a normalised likelihood
 * use {@link DiscretisedLogistic} or {@link Normal}; to binarise them, {@link Binarised}.
 *
 * @param grey whether values between black and white are accepted
 */
public record Bernoulli(boolean grey) implements Likelihood {
  private static final NativeFunction LOG_DENSITY =
      NativeFunction.of(
          "-torch.sum(torch.flatten(torch.binary_cross_entropy_with_logits("
              + "l, 0.5 * (x + 1), None, None, 0), 1), [1])",
          "l",
          "x");

  private static final NativeFunction MEAN = NativeFunction.of("2 * torch.sigmoid(l) - 1", "l");

  private static final NativeFunction SAMPLE =
      NativeFunction.of("2 * torch.to(u < torch.sigmoid(l), 6) - 1", "l", "u");

  // Written so that a NaN is found.
  private static final NativeFunction OUTSIDE =
      LikelihoodValues.firstWhere("torch.logical_not(torch.abs(x) <= 1.0001)");

  private static final NativeFunction BETWEEN =
      LikelihoodValues.firstWhere("torch.logical_not(torch.abs(torch.abs(x) - 1) <= 0.0001)");

  /** A likelihood of binary pixels, -1 (black) or 1 (white). */
  public static Bernoulli ofBinary() {
    return new Bernoulli(false);
  }

  /** A likelihood that also accepts grey values, as pytorch/examples uses it. */
  public static Bernoulli ofGrey() {
    return new Bernoulli(true);
  }

  @Override
  public int parametersPerValue() {
    return 1;
  }

  @Override
  public NDArray logDensity(NDArray examples, NDArray parameters) {
    return LOG_DENSITY.apply(LikelihoodValues.expectShape(this, examples, parameters), examples);
  }

  /** 2σ(l) − 1, in (-1, 1). */
  @Override
  public NDArray mean(NDArray parameters) {
    return MEAN.apply(parameters);
  }

  /** Black (-1) or white (1). */
  @Override
  public NDArray sample(NDArray parameters, CounterRandom random) {
    return SAMPLE.apply(
        parameters, LikelihoodValues.uniform(parameters, parameters.getShape(), random));
  }

  @Override
  public void expectSupport(NDArray examples) {
    LikelihoodValues.refuse(
        examples, OUTSIDE, "Bernoulli takes values from -1 (black) to 1 (white), but got %s");
    if (!grey) {
      LikelihoodValues.refuse(
          examples,
          BETWEEN,
          "Bernoulli takes black (-1) and white (1) alone, but got the grey %s; make the data black"
              + " or white with Binarised, allow grey with Bernoulli.ofGrey(), or take"
              + " DiscretisedLogistic");
    }
  }
}
