package org.atelier.loss;

import ai.djl.ndarray.NDArray;

/**
 * The critic's estimate of the Wasserstein distance (Arjovsky et al., arXiv:1701.07875): the critic
 * minimises D(G(z)) − D(x), the generator −D(G(z)).
 *
 * <p>It holds for Lipschitz-continuous critics only: clip the weights, or add a {@link
 * GradientPenalty}. Scores have no fixed scale or origin, and neither has the loss; the measure of
 * progress is the estimated distance, minus the critic's loss.
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
