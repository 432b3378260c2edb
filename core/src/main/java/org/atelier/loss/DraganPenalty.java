package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.atelier.engine.NativeFunction;

/**
 * The gradient penalty of DRAGAN (Kodali et al., arXiv:1705.07215), which keeps the norm of the
 * discriminator's gradient near 1 in a neighbourhood of the real pictures:
 *
 * <pre>
 * mean over the samples of (‖∇ D(x̂)‖₂ − 1)²,   x̂ = x + α·½·std(x)·noise,   α uniform in [0, 1)
 * </pre>
 *
 * <p>std is the unbiased standard deviation over all values of the batch. Multiply the penalty by
 * its weight, 10 in the paper, in the objective.
 */
public final class DraganPenalty {
  private static final NativeFunction AROUND =
      NativeFunction.of(
          "torch.add(real, torch.mul(torch.mul(alpha, noise), torch.mul(torch.std(real, True), 0.5)))",
          "real",
          "noise",
          "alpha");

  private DraganPenalty() {}

  /**
   * Computes the penalty, a scalar that can be differentiated with respect to the discriminator's
   * parameters.
   *
   * <p>Networks inside {@code critic} compute in float32 in every precision.
   *
   * @param critic computes scores of pictures, such as {@code discriminator::forward}
   * @param real pictures (N, C, H, W), or any (N, …)
   * @param noise of the same shape; standard normal, or uniform in [0, 1) as in some
   *     implementations
   * @param alpha (N), one value for each picture, uniform in [0, 1)
   * @throws IllegalStateException if the thread does not record
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static NDArray of(
      Function<NDArray, NDArray> critic, NDArray real, NDArray noise, NDArray alpha) {
    InputGradient.expectSameShape("noise", noise, real);
    return GradientPenalty.distanceToOne(
        InputGradient.at(
            critic,
            () -> AROUND.apply(real, noise, InputGradient.perExample("alpha", alpha, real))));
  }
}
