package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.atelier.engine.NativeFunction;

/**
 * The penalty of WGAN-GP (Gulrajani et al., arXiv:1704.00028), which keeps the norm of a critic's
 * gradient near 1 between real and generated pictures:
 *
 * <pre>
 * mean over the samples of (‖∇ D(x̂)‖₂ − 1)²,   x̂ = αx + (1 − α)G(z),   α uniform in [0, 1)
 * </pre>
 *
 * <p>The norm goes over all values of a picture (some repositories take it over the channels of
 * each pixel, which is another penalty); scores of patches are summed. The weight, 10 in the paper,
 * is the caller's:
 *
 * <pre>{@code
 * NDArray real = step.batch().images();
 * NDArray alpha = step.uniform(real.getShape().get(0));
 * objective.plus("penalty", 10, GradientPenalty.of(critic::forward, real, fake(step), alpha));
 * }</pre>
 *
 * <p>The critic should have no batch norm: with it, a score depends on the other pictures, and the
 * gradient is no longer that of one.
 */
public final class GradientPenalty {
  private static final NativeFunction BETWEEN =
      NativeFunction.of(
          "torch.add(torch.mul(alpha, real), torch.mul(torch.rsub(alpha, 1), fake))",
          "real",
          "fake",
          "alpha");

  private static final NativeFunction DISTANCE_TO_ONE =
      NativeFunction.of(
          "torch.mean(torch.square(torch.sub("
              + "torch.linalg_vector_norm(torch.flatten(g, 1), 2, [1]), 1)))",
          "g");

  private GradientPenalty() {}

  /**
   * The penalty, a scalar, recorded to be differentiated by the critic's parameters. No gradient
   * goes into {@code real} and {@code fake}.
   *
   * <p>Networks inside {@code critic} run in float32 whatever their precision.
   *
   * @param critic scores of pictures, such as {@code discriminator::forward}; of several outputs or
   *     inputs the caller makes a function: {@code x -> d.forwardAll(x).get(0)}
   * @param real pictures (N, C, H, W), or any (N, …)
   * @param fake as many generated ones, of the same shape
   * @param alpha one number for each picture, (N), uniform in [0, 1), as {@code step.uniform(n)}
   * @throws IllegalStateException if the thread does not record
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static NDArray of(
      Function<NDArray, NDArray> critic, NDArray real, NDArray fake, NDArray alpha) {
    InputGradient.expectSameShape("generated pictures", fake, real);
    return distanceToOne(
        InputGradient.at(
            critic,
            () -> BETWEEN.apply(real, fake, InputGradient.perExample("alpha", alpha, real))));
  }

  /** The mean over the samples of (‖g‖₂ − 1)², g of shape (N, …). */
  static NDArray distanceToOne(NDArray gradient) {
    return DISTANCE_TO_ONE.apply(gradient);
  }
}
