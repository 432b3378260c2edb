package org.atelier.loss;

import ai.djl.ndarray.NDArray;

/**
 * The adversarial loss of WGAN (Arjovsky et al., arXiv:1701.07875), the critic's estimate of the
 * Wasserstein distance: the critic minimises D(G(z)) − D(x), the generator −D(G(z)).
 *
 * <p>The estimate is valid for Lipschitz-continuous critics only: clip the weights ({@link
 * org.atelier.optim.WeightClip}), or add a {@link GradientPenalty}. Scores have no fixed scale or
 * origin; the measure of progress is the estimated distance, the negative of the critic's loss.
 */
public record Wasserstein() implements AdversarialLoss {
  @Override
  public NDArray real(NDArray scores) {
    return scores.mean().neg();
  }

  @Override
  public NDArray fake(NDArray scores) {
    return scores.mean();
  }

  @Override
  public NDArray generator(NDArray scores) {
    return scores.mean().neg();
  }
}
