package org.atelier.loss;

import ai.djl.ndarray.NDArray;

/**
 * An adversarial loss: the losses of discriminator and generator as functions of the
 * discriminator's logits (or a critic's scores) of any shape. All three are scalars, means over all
 * logits; the discriminator minimises {@link #real} + {@link #fake}.
 */
public interface AdversarialLoss {
  /** Computes the discriminator's loss on its logits of real pictures. */
  NDArray real(NDArray logits);

  /** Computes the discriminator's loss on its logits of generated pictures. */
  NDArray fake(NDArray logits);

  /** Computes the generator's loss on the discriminator's logits of generated pictures. */
  NDArray generator(NDArray logits);
}
