package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.model.Gaussian;
import org.atelier.model.Objective;
import org.atelier.model.Step;
import org.atelier.options.OptionChecks;

/**
 * How the divergence KL(q(z|x) ‖ p(z)) counts against latents that say nothing.
 *
 * <p>With a warm-up (Bowman et al., arXiv:1511.06349; Sønderby et al., arXiv:1602.02282) it counts
 * by a weight that rises evenly from step to step to one. With free bits (Kingma et al.,
 * arXiv:1606.04934, equation 16) no latent pays for its first λ nats, on the batch's average:
 *
 * <pre>
 * Σ_j max(λ, E_x KL(q(z_j|x) ‖ p(z_j)))
 * </pre>
 *
 * @param warmupSteps steps until the weight is one; 0 for none
 * @param freeNats λ of each latent; 0 for none
 */
public record KlTerm(long warmupSteps, double freeNats) {
  private static final NativeFunction FREE =
      NativeFunction.of(
          "torch.sum(torch.clamp_min(torch.mean(kl, [0]), float(free)))", "kl", "free");

  /** Checks both numbers. */
  public KlTerm {
    if (warmupSteps < 0) {
      throw new IllegalArgumentException("warmupSteps must be at least 0, but was " + warmupSteps);
    }
    OptionChecks.notNegative("freeNats", freeNats);
  }

  /** Counts as the bound has it, from the first step on. */
  public static KlTerm defaults() {
    return new KlTerm(0, 0);
  }

  /** The same with so many steps of warm-up. */
  public KlTerm withWarmupSteps(long warmupSteps) {
    return new KlTerm(warmupSteps, freeNats);
  }

  /** The same with so many free nats for each latent. */
  public KlTerm withFreeNats(double freeNats) {
    return new KlTerm(warmupSteps, freeNats);
  }

  /** The weight in a step: (step + 1) / warmupSteps, at most 1. */
  public double weight(long step) {
    return warmupSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmupSteps);
  }

  /**
   * The objective with the divergence. The metric "kl" is the divergence itself, without weight and
   * free nats.
   */
  public Objective addTo(Objective objective, Step<?> step, Gaussian posterior) {
    double weight = weight(step.index());
    NDArray divergence = posterior.klToStandard().mean();
    if (freeNats == 0) {
      return objective.plus("kl", weight, divergence);
    }
    try (NDArray free = HostValues.number(step.manager(), freeNats)) {
      return objective
          .plus("free kl", weight, FREE.apply(posterior.klToStandardByValue(), free))
          .observing("kl", divergence);
    }
  }
}
