package org.atelier.model.capability;

import java.util.List;
import org.atelier.model.Gan;
import org.atelier.model.network.Network;

/**
 * A model that is trained with an adversarial loss: any {@link Gan}, and translators with
 * discriminators.
 */
public interface Adversarial {
  /** Returns the discriminators or critics. */
  List<Network> discriminators();

  /**
   * Returns whether the discriminators can saturate: their loss is bounded below by 0 and reaches
   * it if they classify all pictures correctly with certainty, so that the generator's gradients
   * vanish (Arjovsky and Bottou, arXiv:1701.04862). True for cross-entropy, least squares and the
   * hinge loss; false for a Wasserstein critic, whose loss has no lower bound.
   */
  default boolean discriminatorsSaturate() {
    return true;
  }
}
