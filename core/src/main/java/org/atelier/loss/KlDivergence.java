package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;

/**
 * How far a diagonal Gaussian is from the standard normal (Kingma and Welling, arXiv:1312.6114,
 * appendix B):
 *
 * <pre>
 * KL(N(μ, σ²) ‖ N(0, 1)) = −½ Σ (1 + log σ² − μ² − σ²)
 * </pre>
 *
 * <p>The sum goes over the latents, the mean over the batch, so that the value is in nats for each
 * example and does not depend on the batch size. pytorch/examples' {@code vae} sums over the batch
 * as well: multiply by N for its numbers, and sum the reconstruction likewise.
 */
public final class KlDivergence {
  private static final NativeFunction TO_STANDARD_NORMAL =
      NativeFunction.of(
          "torch.mul(torch.mean(torch.sum(torch.flatten(torch.sub(torch.sub("
              + "torch.add(v, 1), torch.square(m)), torch.exp(v)), 1), [1])), -0.5)",
          "m",
          "v");

  private KlDivergence() {}

  /**
   * The divergence, a scalar of at least 0.
   *
   * @param mean μ, (N, latent) or any (N, …)
   * @param logVariance log σ², of the same shape
   * @throws IllegalArgumentException if the shapes differ
   */
  public static NDArray toStandardNormal(NDArray mean, NDArray logVariance) {
    return TO_STANDARD_NORMAL.apply(mean, Pairs.expectSameShape(mean, logVariance));
  }
}
