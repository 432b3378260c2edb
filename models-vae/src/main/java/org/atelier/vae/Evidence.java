package org.atelier.vae;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a model explains an example x, in nats; greater is better.
 *
 * @param reconstruction E_q ln p(x | z), the mean over draws of z from q(z | x)
 * @param divergence KL(q(z | x) ‖ p(z)), exact
 * @param logLikelihood the importance-weighted estimate of ln p(x) (Rezende et al.,
 *     arXiv:1401.4082; Burda et al., arXiv:1509.00519), ln 1/S Σ p(x | z) p(z) / q(z | x), which on
 *     average is below ln p(x), and nearer to it the more draws it has
 */
public record Evidence(double reconstruction, double divergence, double logLikelihood) {
  /** The evidence lower bound, reconstruction − divergence. */
  public double elbo() {
    return reconstruction - divergence;
  }

  /**
   * The mean of several examples.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Evidence mean(List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException("Expected the evidence of at least one example");
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
