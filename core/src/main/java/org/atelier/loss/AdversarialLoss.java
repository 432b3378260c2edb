package org.atelier.loss;

import ai.djl.ndarray.NDArray;

/**
 * How a discriminator's logits (or a critic's scores) become losses. All three are means over all
 * logits, scalars; the discriminator minimises {@link #real} + {@link #fake}.
 */
public interface AdversarialLoss {
  /** The discriminator's loss on real pictures. */
  NDArray real(NDArray logits);

  /** The discriminator's loss on generated pictures. */
  NDArray fake(NDArray logits);

  /** The generator's loss. */
  NDArray generator(NDArray logits);
}
