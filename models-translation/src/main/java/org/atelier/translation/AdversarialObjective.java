package org.atelier.translation;

import org.atelier.loss.AdversarialLoss;
import org.atelier.loss.LeastSquares;
import org.atelier.loss.NonSaturating;
import org.atelier.loss.Wasserstein;

/** How a discriminator's logits become losses. */
public enum AdversarialObjective {
  /** Binary cross-entropy (arXiv:1406.2661): pix2pix's. */
  VANILLA,

  /** Squared distance to 0 and 1 (arXiv:1611.04076): CycleGAN's. */
  LEAST_SQUARES,

  /** Differences of scores, with a gradient penalty (arXiv:1704.00028): StarGAN's. */
  WGAN_GP;

  /** The loss. */
  public AdversarialLoss loss() {
    return switch (this) {
      case VANILLA -> new NonSaturating();
      case LEAST_SQUARES -> new LeastSquares();
      case WGAN_GP -> new Wasserstein();
    };
  }
}
