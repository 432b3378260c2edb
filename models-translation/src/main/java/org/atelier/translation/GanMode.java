package org.atelier.translation;

import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.LeastSquares;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.Wasserstein;
import org.atelier.translation.nets.PatchDiscriminator;

/** The adversarial loss: the {@code gan_mode} of junyanz/pytorch-CycleGAN-and-pix2pix. */
public enum GanMode {
  /** Binary cross-entropy of logits (arXiv:1406.2661), the default of pix2pix. */
  VANILLA,

  /** Least squares (arXiv:1611.04076), the default of CycleGAN. */
  LSGAN,

  /** Wasserstein loss with gradient penalty (arXiv:1704.00028). */
  WGANGP;

  private static final double PENALTY_WEIGHT = 10;

  /** The loss of the discriminator's outputs. */
  public AdversarialLoss loss() {
    return switch (this) {
      case VANILLA -> new NonSaturating();
      case LSGAN -> new LeastSquares();
      case WGANGP -> new Wasserstein();
    };
  }

  /**
   * The weight of the loss of real pictures, and of that of fakes, in what a discriminator
   * minimises: 0.5, so that it learns half as fast as the generator; 1 for a critic.
   */
  public double discriminatorWeight() {
    return this == WGANGP ? 1 : 0.5;
  }

  /** The weight of the gradient penalty: 10 for a critic, 0 otherwise. */
  public double penaltyWeight() {
    return this == WGANGP ? PENALTY_WEIGHT : 0;
  }

  /**
   * Whether the discriminator's loss is bounded below by 0, which it approaches as it distinguishes
   * all pictures; false for a critic.
   */
  public boolean saturates() {
    return this != WGANGP;
  }

  /**
   * Checks that the discriminator can be trained with this loss.
   *
   * @throws IllegalArgumentException if the loss has a gradient penalty and the discriminator batch
   *     norm
   */
  public void expectFits(PatchDiscriminator discriminator) {
    if (this == WGANGP && discriminator.norm().usesBatchStatistics()) {
      throw new IllegalArgumentException(
          "WGANGP expects a discriminator without batch norm, since the gradient penalty is defined"
              + " for single pictures, but its norm is %s; use".formatted(discriminator.norm())
              + " withDiscriminator(….withNorm(Normalisation.INSTANCE))");
    }
  }
}
