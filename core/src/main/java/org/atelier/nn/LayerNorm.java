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
 * Layer normalisation (Ba et al., arXiv:1607.06450): normalises each example over its last axes,
 * with a gain and a bias for every element of those axes. Inputs are (N, …); the output has the
 * same shape. In mixed precision it computes in float32.
 */
public final class LayerNorm extends Layer {
  private static final int ALL = 0;

  private final int axes;
  private final double epsilon;
  private final boolean affine;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;

  private LayerNorm(int axes, double epsilon, boolean affine) {
    this.axes = axes;
    this.epsilon = NormChecks.epsilon(epsilon);
    this.affine = affine;
    weight = affine ? parameter("weight", Parameter.Type.GAMMA, Initialiser.constant(1)) : null;
    bias = affine ? parameter("bias", Parameter.Type.BETA, Initialiser.constant(0)) : null;
  }

  /** Creates a layer norm over all axes but the first, (C, H, W) of pictures, with ε = 1e-5. */
  public static LayerNorm of() {
    return new LayerNorm(ALL, 1e-5, true);
  }

  /** Creates a layer norm over this number of last axes, at least 1, with ε = 1e-5. */
  public static LayerNorm overLast(int axes) {
    return new LayerNorm(OptionChecks.atLeast(1, "axes", axes), 1e-5, true);
  }

  /** Returns a copy with this ε, added to the variance; positive. */
  public LayerNorm withEpsilon(double epsilon) {
    return new LayerNorm(axes, epsilon, affine);
  }

  /** Returns a copy without gain and bias. */
  public LayerNorm withoutAffine() {
    return new LayerNorm(axes, epsilon, false);
  }

  private Shape normalised(Shape input) {
    int first = axes == ALL ? 1 : input.dimension() - axes;
    if (first < 0 || first >= input.dimension()) {
      throw new IllegalArgumentException(
          "expected at least " + (axes == ALL ? 2 : axes) + " axes, but got " + input);
    }
    return input.slice(first);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    Shape shape = normalised(inputs[0]);
    Checks.setShape(weight, shape);
    Checks.setShape(bias, shape);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    Shape shape = normalised(x.shape());
    if (weight != null && !weight.getShape().equals(shape)) {
      throw new IllegalArgumentException(
          "expected (…) + " + weight.getShape() + ", but got " + x.shape());
    }
    NormChecks.expectSeveralValues(shape.size(), "more axes");
    return script.contiguous(
        x.shape(),
        "torch.layer_norm({0}, {1}, {2}, {3}, {4}, False)",
        script.float32(x),
        shape.getShape(),
        weight == null ? null : script.parameter(weight),
        bias == null ? null : script.parameter(bias),
        epsilon);
  }
}
