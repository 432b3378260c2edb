package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.model.network.Gaussian;
import org.atelier.options.OptionChecks;

/**
 * How the term KL(q(z | x) ‖ p(z)) of the ELBO counts in training, against posterior collapse: q(z
 * | x) = p(z), so that the decoder ignores the latents.
 *
 * <p>With KL annealing (Bowman et al., arXiv:1511.06349; Sønderby et al., arXiv:1602.02282) its
 * {@link #weight} rises linearly to 1. With {@link #freeBits} (Kingma et al., arXiv:1606.04934,
 * equation 16) the first λ nats of each latent dimension cost nothing.
 *
 * @param warmupSteps steps in which the weight rises to 1; 0 for weight 1 from the first step on
 * @param freeNats λ in nats for each latent dimension; 0 for the exact term
 */
public record KlTerm(long warmupSteps, double freeNats) {
  private static final NativeFunction FREE =
      NativeFunction.of(
          "torch.sum(torch.clamp_min(torch.mean(kl, [0]), float(free)))", "kl", "free");

  /** Checks both numbers. */
  public KlTerm {
    OptionChecks.atLeast(0, "warmupSteps", warmupSteps);
    OptionChecks.notNegative("freeNats", freeNats);
  }

  /** The exact term of the ELBO, weight 1 from the first step on. */
  public static KlTerm defaults() {
    return new KlTerm(0, 0);
  }

  /** Returns a copy with this number of steps of KL annealing. */
  public KlTerm withWarmupSteps(long warmupSteps) {
    return new KlTerm(warmupSteps, freeNats);
  }

  /** Returns a copy with this number of free nats for each latent dimension. */
  public KlTerm withFreeNats(double freeNats) {
    return new KlTerm(warmupSteps, freeNats);
  }

  /**
   * The weight in a step: (step + 1) / warmupSteps, at most 1.
   *
   * @param step counted from 0
   */
  public double weight(long step) {
    return warmupSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmupSteps);
  }

  /** Whether {@link #freeBits} takes the place of the exact term. */
  public boolean hasFreeBits() {
    return freeNats > 0;
  }

  /**
   * The term with free bits, averaged over the batch: Σ_j max(λ, E_x KL(q(z_j | x) ‖ p(z_j))).
   *
   * @param q the posteriors of a batch, (N, latent)
   * @return a scalar in nats
   */
  public NDArray freeBits(Gaussian q) {
    try (NDArray free = HostValues.number(q.mu().getManager(), freeNats)) {
      return FREE.apply(q.klToStandardByValue(), free);
    }
  }
}
