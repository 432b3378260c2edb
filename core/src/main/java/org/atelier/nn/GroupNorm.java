package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.NormChecks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * Normalisation of each group of channels of each example (Wu and He, arXiv:1803.08494); (N, C, …)
 * to the same. In mixed precision it computes in float32.
 */
public final class GroupNorm extends Layer {
  private final int groups;
  private final double epsilon;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;

  private GroupNorm(int groups, double epsilon, boolean affine) {
    this.groups = OptionChecks.atLeast(1, "groups", groups);
    this.epsilon = NormChecks.epsilon(epsilon);
    weight = affine ? parameter("weight", Parameter.Type.GAMMA, Initialiser.constant(1)) : null;
    bias = affine ? parameter("bias", Parameter.Type.BETA, Initialiser.constant(0)) : null;
  }

  /** So many groups, with a gain and a bias for each channel; epsilon 1e-5. */
  public static GroupNorm of(int groups) {
    return new GroupNorm(groups, 1e-5, true);
  }

  /** The same with this addition to the variance. */
  public GroupNorm withEpsilon(double epsilon) {
    return new GroupNorm(groups, epsilon, weight != null);
  }

  /** The same without gain and bias. */
  public GroupNorm withoutAffine() {
    return new GroupNorm(groups, epsilon, false);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    long channels = Checks.channels(inputs[0]);
    Checks.setShape(weight, new Shape(channels));
    Checks.setShape(bias, new Shape(channels));
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    long channels = Checks.channels(x.shape());
    if (weight != null && weight.getShape().get(0) != channels) {
      throw new IllegalArgumentException(
          "expected " + weight.getShape().get(0) + " channels, but got " + channels);
    }
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "expected a multiple of " + groups + " channels, but got " + channels);
    }
    NormChecks.expectSeveralValues(x.shape().size() / x.size(0) / groups, "fewer groups");
    // In float32: on a GPU, bfloat16 would need its parameters in bfloat16 too.
    return script.fresh(
        x.shape(),
        "torch.group_norm({0}, {1}, {2}, {3}, {4}, False)",
        script.float32(x),
        groups,
        weight == null ? null : script.parameter(weight),
        bias == null ? null : script.parameter(bias),
        epsilon);
  }
}
