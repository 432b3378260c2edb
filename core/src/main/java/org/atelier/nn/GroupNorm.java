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
 * Group normalisation (Wu and He, arXiv:1803.08494): normalises each group of channels of each
 * example. Inputs are (N, C, …); the output has the same shape. In mixed precision it computes in
 * float32.
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

  /**
   * Creates a group norm with gain and bias for each channel and ε = 1e-5.
   *
   * @param groups number of groups, at least 1, a divisor of the channels
   */
  public static GroupNorm of(int groups) {
    return new GroupNorm(groups, 1e-5, true);
  }

  /** Returns a copy with this ε, added to the variance; positive. */
  public GroupNorm withEpsilon(double epsilon) {
    return new GroupNorm(groups, epsilon, weight != null);
  }

  /** Returns a copy without gain and bias. */
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
    // In float32: on a GPU, bfloat16 inputs would need bfloat16 parameters.
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
