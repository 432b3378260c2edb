package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;

/**
 * The least-squares adversarial loss (LSGAN; Mao et al., arXiv:1611.04076) with the targets 1 for
 * real and 0 for generated pictures: the discriminator minimises (D(x) − 1)² + D(G(z))², the
 * generator (D(G(z)) − 1)².
 *
 * <p>There is no factor ½. The paper has it in all three terms; pytorch-CycleGAN-and-pix2pix and
 * most other implementations have it in the discriminator's only: give the discriminator's terms a
 * weight of 0.5.
 *
 * <p>With a {@code realTarget} t below 1 (one-sided label smoothing, Salimans et al.,
 * arXiv:1606.03498) the discriminator's term on real pictures is (D(x) − t)². The other two terms
 * are unchanged.
 *
 * @param realTarget the discriminator's target for real pictures, in (0, 1]
 */
public record LeastSquares(double realTarget) implements AdversarialLoss {
  private static final NativeFunction TO_ONE =
      NativeFunction.of("torch.mean(torch.square(torch.sub(x, 1)))", "x");
  private static final NativeFunction TO_ZERO =
      NativeFunction.of("torch.mean(torch.square(x))", "x");

  /** Checks the target. */
  public LeastSquares {
    if (!(realTarget > 0 && realTarget <= 1)) {
      throw new IllegalArgumentException("realTarget must be in (0, 1], but was " + realTarget);
    }
  }

  /** Creates the loss with the target 1 for real pictures: no label smoothing. */
  public LeastSquares() {
    this(1);
  }

  @Override
  public NDArray real(NDArray logits) {
    NDArray toOne = TO_ONE.apply(logits);
    if (realTarget == 1) {
      return toOne;
    }
    // (x − t)² = (x − 1)² + 2(1 − t)·x − (1 − t²)
    NDArray shift = Scale.by(logits.mean(), 2 * (1 - realTarget));
    return toOne.add(shift).sub((float) (1 - realTarget * realTarget));
  }

  @Override
  public NDArray fake(NDArray logits) {
    return TO_ZERO.apply(logits);
  }

  @Override
  public NDArray generator(NDArray logits) {
    return TO_ONE.apply(logits);
  }
}
