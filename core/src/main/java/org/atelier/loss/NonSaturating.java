package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;

/**
 * The first adversarial loss, in its non-saturating form (Goodfellow et al., arXiv:1406.2661): the
 * discriminator minimises −log σ(D(x)) − log(1 − σ(D(G(z)))), the generator −log σ(D(G(z))). That
 * is binary cross-entropy on logits, written by softplus so that no logit is too large.
 */
public record NonSaturating() implements AdversarialLoss {
  private static final NativeFunction SOFTPLUS_OF_MINUS =
      NativeFunction.of("torch.mean(torch.softplus(torch.neg(x)))", "x");
  private static final NativeFunction SOFTPLUS =
      NativeFunction.of("torch.mean(torch.softplus(x))", "x");

  @Override
  public NDArray real(NDArray logits) {
    return SOFTPLUS_OF_MINUS.apply(logits);
  }

  @Override
  public NDArray fake(NDArray logits) {
    return SOFTPLUS.apply(logits);
  }

  @Override
  public NDArray generator(NDArray logits) {
    return SOFTPLUS_OF_MINUS.apply(logits);
  }
}
