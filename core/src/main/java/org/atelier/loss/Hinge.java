package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;

/**
 * The hinge loss (Lim and Ye, arXiv:1705.02894; Miyato et al., arXiv:1802.05957): the discriminator
 * minimises max(0, 1 − D(x)) + max(0, 1 + D(G(z))), so that scores beyond ±1 have no gradient; the
 * generator minimises −D(G(z)).
 */
public record Hinge() implements AdversarialLoss {
  private static final NativeFunction ABOVE_ONE =
      NativeFunction.of("torch.mean(torch.relu(torch.rsub(x, 1)))", "x");
  private static final NativeFunction BELOW_MINUS_ONE =
      NativeFunction.of("torch.mean(torch.relu(torch.add(x, 1)))", "x");

  @Override
  public NDArray real(NDArray logits) {
    return ABOVE_ONE.apply(logits);
  }

  @Override
  public NDArray fake(NDArray logits) {
    return BELOW_MINUS_ONE.apply(logits);
  }

  @Override
  public NDArray generator(NDArray logits) {
    return logits.mean().neg();
  }
}
