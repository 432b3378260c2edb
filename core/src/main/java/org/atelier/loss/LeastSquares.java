package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;

/**
 * Least squares (Mao et al., arXiv:1611.04076) with the targets 1 for real and 0 for generated: the
 * discriminator minimises (D(x) − 1)² + D(G(z))², the generator (D(G(z)) − 1)².
 *
 * <p>There is no ½ here. The paper has it in all three, pytorch-CycleGAN-and-pix2pix and most
 * others in the discriminator's alone: give the discriminator's terms a weight of 0.5.
 */
public record LeastSquares() implements AdversarialLoss {
  private static final NativeFunction TO_ONE =
      NativeFunction.of("torch.mean(torch.square(torch.sub(x, 1)))", "x");
  private static final NativeFunction TO_ZERO =
      NativeFunction.of("torch.mean(torch.square(x))", "x");

  @Override
  public NDArray real(NDArray logits) {
    return TO_ONE.apply(logits);
  }

  @Override
  public NDArray fake(NDArray logits) {
    return TO_ZERO.apply(logits);
  }

  @Override
  public NDArray generator(NDArray logits) {
    return TO_ONE.apply(logits);
  }
}
