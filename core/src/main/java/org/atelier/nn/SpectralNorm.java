package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * Spectral normalisation (Miyato et al., arXiv:1802.05957): divides the weight of a layer by its
 * spectral norm, the largest singular value. Inputs and outputs are those of the layer.
 *
 * <p>The spectral norm is estimated by u·(W·v), where the buffers u and v are updated by power
 * iteration in every forward pass in training mode, so the number and order of such passes affect
 * results. In evaluation mode they are unchanged. Autograd treats them as constants.
 *
 * <p>By default equivalent to PyTorch's {@code torch.nn.utils.spectral_norm}, which updates v
 * before u, with its parameter names: {@code weight_orig}, {@code weight_u}, {@code weight_v} and
 * the layer's others. PyTorch's newer {@code torch.nn.utils.parametrizations.spectral_norm} is
 * {@link #asParametrization}. Both are equal in evaluation mode, and in training mode once the
 * iteration has converged.
 */
public final class SpectralNorm extends Layer {
  private static final double EPSILON = 1e-12;

  private static final Initialiser UNIT_VECTOR = SpectralNorm::unitVector;

  private final Layer inner;
  private final int iterations;
  private final boolean parametrization;
  private final Parameter weight;
  private final Parameter left;
  private final Parameter right;

  private SpectralNorm(Layer inner, int iterations, boolean parametrization) {
    this.parametrization = parametrization;
    this.iterations = OptionChecks.atLeast(1, "iterations", iterations);
    Parameter found = inner.getDirectParameters().get("weight");
    if (found == null) {
      throw new IllegalArgumentException(
          "Spectral norm needs a layer with a parameter \"weight\" of its own, but "
              + inner.getClass().getSimpleName()
              + " has "
              + inner.getDirectParameters().keys());
    }
    weight = found;
    left = buffer("weight_u", Parameter.Type.OTHER, UNIT_VECTOR);
    right = buffer("weight_v", Parameter.Type.OTHER, UNIT_VECTOR);
    this.inner = child("", inner);
  }

  /**
   * Wraps a layer that has a parameter "weight", with one power iteration for each forward pass.
   *
   * @throws IllegalArgumentException if the layer has no parameter "weight"
   */
  public static SpectralNorm of(Layer inner) {
    return new SpectralNorm(inner, 1, false);
  }

  /** Returns a copy with this number of power iterations for each forward pass, at least 1. */
  public SpectralNorm withIterations(int iterations) {
    return new SpectralNorm(inner, iterations, parametrization);
  }

  /**
   * Returns a copy that updates u before v, and whose parameters are named {@code
   * parametrizations.weight.original}, {@code parametrizations.weight.0._u} and {@code
   * parametrizations.weight.0._v}, as PyTorch's {@code
   * torch.nn.utils.parametrizations.spectral_norm} does.
   */
  public SpectralNorm asParametrization() {
    return new SpectralNorm(inner, iterations, true);
  }

  private static float[] unitVector(Shape shape, RandomGenerator random) {
    float[] values = Initialiser.normal(0, 1).values(shape, random);
    double square = 0;
    for (float value : values) {
      square += (double) value * value;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] / Math.sqrt(square));
    }
    return values;
  }

  /** The axis of the weight's output channels, which are the rows of the matrix. */
  private int outputAxis() {
    return inner instanceof ConvTranspose2d ? 1 : 0;
  }

  @Override
  protected void prepare(Shape[] inputs) {
    if (weight.getShape() == null) {
      inner.prepare(inputs);
    }
    long rows = weight.getShape().get(outputAxis());
    left.setShape(new Shape(rows));
    right.setShape(new Shape(weight.getShape().size() / rows));
  }

  @Override
  Map<String, Parameter> parametersByName() {
    String group = "parametrizations.weight.";
    String original = parametrization ? group + "original" : "weight_orig";
    var renamed = new LinkedHashMap<String, Parameter>();
    inner
        .namedParameters()
        .forEach((name, value) -> renamed.put(value == weight ? original : name, value));
    renamed.put(parametrization ? group + "0._u" : "weight_u", left);
    renamed.put(parametrization ? group + "0._v" : "weight_v", right);
    return renamed;
  }

  @Override
  protected Values write(Script script, Values in) {
    long rows = left.getShape().get(0);
    Value original = script.parameter(weight);
    Value matrix =
        script.line(
            new Shape(rows, right.getShape().get(0)),
            "torch.flatten(torch.transpose({0}, 0, {1}), 1)",
            original,
            outputAxis());
    Value u = script.parameter(left);
    Value v = script.parameter(right);
    if (script.training()) {
      Value constant = script.line(matrix.shape(), "torch.detach({0})", matrix);
      for (int i = 0; i < iterations; i++) {
        if (parametrization) {
          u = updatedLeft(script, constant, v);
        }
        v = normalised(script, right, "torch.mv(torch.t({0}), {1})", constant, u);
        if (!parametrization) {
          u = updatedLeft(script, constant, v);
        }
      }
      script.line(u.shape(), "torch.copy_({0}, {1})", script.parameter(left), u);
      script.line(v.shape(), "torch.copy_({0}, {1})", script.parameter(right), v);
    } else {
      // A later forward pass in training mode updates the buffers, so autograd saves copies.
      u = script.line(u.shape(), "torch.clone({0})", u);
      v = script.line(v.shape(), "torch.clone({0})", v);
    }
    Value sigma = script.line(new Shape(), "torch.dot({0}, torch.mv({1}, {2}))", u, matrix, v);
    Value divided = script.line(original.shape(), "torch.div({0}, {1})", original, sigma);
    return script.substituting(weight, divided, () -> script.call("", inner, in));
  }

  private Value updatedLeft(Script script, Value matrix, Value v) {
    return normalised(script, left, "torch.mv({0}, {1})", matrix, v);
  }

  private static Value normalised(
      Script script, Parameter stored, String product, Value matrix, Value vector) {
    Value x = script.line(stored.getShape(), product, matrix, vector);
    return script.line(
        x.shape(), "torch.div({0}, torch.clamp_min(torch.norm({0}), {1}))", x, EPSILON);
  }
}
