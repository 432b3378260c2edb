package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;

/**
 * The adversarial loss of the original GAN, in its non-saturating form (Goodfellow et al.,
 * arXiv:1406.2661): the discriminator minimises −log σ(D(x)) − log(1 − σ(D(G(z)))), the generator
 * −log σ(D(G(z))). That is binary cross-entropy on logits, computed by softplus so that large
 * logits do not overflow.
 *
 * <p>With a {@code realTarget} t below 1 (one-sided label smoothing, Salimans et al.,
 * arXiv:1606.03498) the discriminator's term on real pictures is −t·log σ(D(x)) − (1 − t)·log(1 −
 * σ(D(x))): overconfident predictions are penalised. The other two terms are unchanged.
 *
 * @param realTarget the probability that the discriminator should give to real pictures, in (0, 1]
 */
public record NonSaturating(double realTarget) implements AdversarialLoss {
  private static final NativeFunction SOFTPLUS_OF_MINUS =
      NativeFunction.of("torch.mean(torch.softplus(torch.neg(x)))", "x");
  private static final NativeFunction SOFTPLUS =
      NativeFunction.of("torch.mean(torch.softplus(x))", "x");

  /** Checks the target. */
  public NonSaturating {
    if (!(realTarget > 0 && realTarget <= 1)) {
      throw new IllegalArgumentException("realTarget must be in (0, 1], but was " + realTarget);
    }
  }

  /** Creates the loss with the target 1 for real pictures: no label smoothing. */
  public NonSaturating() {
    this(1);
  }

  @Override
  public NDArray real(NDArray logits) {
    NDArray toOne = SOFTPLUS_OF_MINUS.apply(logits);
    // softplus(x) = softplus(−x) + x, so the smoothed term adds (1 − t)·x.
    return realTarget == 1 ? toOne : toOne.add(Scale.by(logits.mean(), 1 - realTarget));
  }

  @Override
  public NDArray fake(NDArray logits) {
    return SOFTPLUS.apply(logits);
  }

  @Override
  public NDArray generator(NDArray logits) {
    return SOFTPLUS_OF_MINUS.apply(logits);
  }
}
