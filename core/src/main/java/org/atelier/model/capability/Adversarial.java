package org.atelier.model.capability;

import java.util.List;
import org.atelier.model.Gan;
import org.atelier.model.network.Network;

/**
 * A model whose generators learn from discriminators: any {@link Gan}, and translators with an
 * adversarial loss.
 */
public interface Adversarial {
  /** The networks that are trained to tell real pictures from generated ones, or critics. */
  List<Network> discriminators();

  /**
   * Whether what the discriminators minimise is bounded below by 0 and reaches it where they tell
   * all pictures apart, so that the generator's gradients vanish (Arjovsky and Bottou,
   * arXiv:1701.04862): so it is with cross-entropy, least squares and the hinge loss. False for a
   * Wasserstein critic, whose loss has no lower bound.
   */
  default boolean discriminatorsSaturate() {
    return true;
  }
}
