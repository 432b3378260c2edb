package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import org.atelier.engine.NativeFunction;

/**
 * The gradient penalty of WGAN-GP (Gulrajani et al., arXiv:1704.00028), which keeps the norm of the
 * critic's gradient near 1 on interpolations of real and generated pictures:
 *
 * <pre>
 * mean over the samples of (‖∇ D(x̂)‖₂ − 1)²,   x̂ = αx + (1 − α)G(z),   α uniform in [0, 1)
 * </pre>
 *
 * <p>The norm is taken over all values of a picture (some implementations take it over the channels
 * of each pixel, which is a different penalty); scores of patches are summed. Multiply the penalty
 * by its weight, 10 in the paper, in the objective:
 *
 * <pre>{@code
 * NDArray real = step.batch().images();
 * NDArray alpha = step.uniform(real.getShape().get(0));
 * objective.plus("penalty", 10, GradientPenalty.of(critic::forward, real, fake(step), alpha));
 * }</pre>
 *
 * <p>The critic must not use batch normalisation, with which a score depends on the other pictures
 * of the batch, so that the penalty is not on the gradient of single pictures.
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
   * Computes the penalty, a scalar that can be differentiated with respect to the critic's
   * parameters. It has no gradient with respect to {@code real} and {@code fake}.
   *
   * <p>Networks inside {@code critic} compute in float32 in every precision.
   *
   * @param critic computes scores of pictures, such as {@code discriminator::forward}; for a
   *     network with several outputs, {@code x -> d.forwardAll(x).get(0)}
   * @param real pictures (N, C, H, W), or any (N, …)
   * @param fake generated pictures, of the same shape
   * @param alpha (N), one value for each picture, uniform in [0, 1), such as {@code
   *     step.uniform(n)}
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

  /** Computes the mean over the samples of (‖g‖₂ − 1)², where g is (N, …). */
  static NDArray distanceToOne(NDArray gradient) {
    return DISTANCE_TO_ONE.apply(gradient);
  }
}
