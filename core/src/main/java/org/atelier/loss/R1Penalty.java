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
 * <p>The paper's term is γ/2 times this: for its γ = 10, give the objective's term a weight of 5.
 * Where the penalty is computed in every k-th step only, multiply the weight by k
 * (arXiv:1912.04958).
 */
public final class R1Penalty {
  private static final NativeFunction SQUARED_NORM =
      NativeFunction.of("torch.mean(torch.sum(torch.square(torch.flatten(g, 1)), [1]))", "g");

  private R1Penalty() {}

  /**
   * The penalty, a scalar, recorded to be differentiated by the discriminator's parameters. No
   * gradient goes into {@code real}.
   *
   * <p>Networks inside {@code critic} run in float32 whatever their precision.
   *
   * @param critic scores of pictures, such as {@code discriminator::forward}; scores of patches are
   *     summed
   * @param real pictures (N, C, H, W), or any (N, …)
   * @throws IllegalStateException if the thread does not record
   */
  public static NDArray of(Function<NDArray, NDArray> critic, NDArray real) {
    // Cut off, so that what the caller keeps is not asked for gradients.
    return SQUARED_NORM.apply(InputGradient.at(critic, real::stopGradient));
  }
}
