package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/**
 * Black or white (Kingma and Welling, arXiv:1312.6114, appendix C.1): with x̂ = (x + 1) / 2 in {0,
 * 1} and l the decoder's number, a logit,
 *
 * <pre>
 * ln p(x | z) = Σ x̂ ln σ(l) + (1 − x̂) ln(1 − σ(l))
 * </pre>
 *
 * <p>Of grey pictures this is no probability: over x̂ in [0, 1] it does not integrate to one
 * (Loaiza-Ganem and Cunningham, arXiv:1907.06845), and numbers of nats can only be compared with
 * each other, on the same data. pytorch/examples' {@code vae} does it all the same, and with {@code
 * grey} so does this; without, grey pictures are refused. For grey pictures with a true likelihood
 * take {@link DiscretisedLogistic} or {@link Normal}; to make them black or white, {@link
 * Binarised}.
 *
 * @param grey whether values between black and white may come
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

  /** Of black (-1) and white (1) alone. */
  public static Bernoulli ofBinary() {
    return new Bernoulli(false);
  }

  /** Of greys as well, as pytorch/examples does it. */
  public static Bernoulli ofGrey() {
    return new Bernoulli(true);
  }

  @Override
  public int numbersPerValue() {
    return 1;
  }

  @Override
  public NDArray logDensity(NDArray examples, NDArray numbers) {
    return LOG_DENSITY.apply(LikelihoodValues.expectShape(this, examples, numbers), examples);
  }

  /** 2σ(l) − 1, in (-1, 1). */
  @Override
  public NDArray mean(NDArray numbers) {
    return MEAN.apply(numbers);
  }

  /** Black (-1) or white (1). */
  @Override
  public NDArray sample(NDArray numbers, CounterRandom random) {
    return SAMPLE.apply(numbers, LikelihoodValues.uniform(numbers, numbers.getShape(), random));
  }

  @Override
  public void expectFit(NDArray examples) {
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
