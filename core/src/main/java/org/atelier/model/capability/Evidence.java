package org.atelier.model.capability;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Estimates of the evidence ln p(x) of an example x under a latent-variable model, in nats; higher
 * is a better fit.
 *
 * @param reconstruction E_q ln p(x | z), estimated by the mean over samples of z from q(z | x)
 * @param divergence KL(q(z | x) ‖ p(z)), in closed form
 * @param logLikelihood the importance-weighted estimate of ln p(x) (Rezende et al.,
 *     arXiv:1401.4082; Burda et al., arXiv:1509.00519), ln 1/S Σ p(x | z) p(z) / q(z | x), whose
 *     expectation is a lower bound of ln p(x) that becomes tighter with the number of samples S
 */
public record Evidence(double reconstruction, double divergence, double logLikelihood) {
  /** Returns the evidence lower bound (ELBO), reconstruction − divergence, in nats. */
  public double elbo() {
    return reconstruction - divergence;
  }

  /**
   * Computes the mean over several examples.
   *
   * @throws IllegalArgumentException if the list is empty
   */
  public static Evidence mean(List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException("Expected the evidence of at least one example, got none");
    }
    return new Evidence(
        mean(evidence, Evidence::reconstruction),
        mean(evidence, Evidence::divergence),
        mean(evidence, Evidence::logLikelihood));
  }

  private static double mean(List<Evidence> evidence, ToDoubleFunction<Evidence> part) {
    return evidence.stream().mapToDouble(part).average().orElseThrow();
  }
}
