package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.atelier.engine.NativeFunction;

/**
 * The penalty R₁ (Mescheder et al., arXiv:1801.04406), the squared norm of the discriminator's
 * gradient at real pictures:
 *
 * <pre>
 * mean over the samples of ‖∇ D(x)‖²
 * </pre>
 *
 * <p>The paper's term is γ/2 times this: for γ = 10, give the objective's term a weight of 5. With
 * lazy regularisation, where the penalty is computed in every k-th step only, multiply the weight
 * by k (arXiv:1912.04958).
 */
public final class R1Penalty {
  private static final NativeFunction SQUARED_NORM =
      NativeFunction.of("torch.mean(torch.sum(torch.square(torch.flatten(g, 1)), [1]))", "g");

  private R1Penalty() {}

  /**
   * Computes the penalty, a scalar that can be differentiated with respect to the discriminator's
   * parameters. It has no gradient with respect to {@code real}.
   *
   * <p>Networks inside {@code critic} compute in float32 in every precision.
   *
   * @param critic computes scores of pictures, such as {@code discriminator::forward}; scores of
   *     patches are summed
   * @param real pictures (N, C, H, W), or any (N, …)
   * @throws IllegalStateException if the thread does not record
   */
  public static NDArray of(Function<NDArray, NDArray> critic, NDArray real) {
    // Detached, so that the caller's array is not changed to require gradients.
    return SQUARED_NORM.apply(InputGradient.at(critic, real::stopGradient));
  }
}
