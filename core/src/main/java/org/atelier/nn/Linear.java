package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * A linear (fully connected) layer, x·Wᵀ + b over the last axis: (…, features) to (…, units). The
 * number of features is inferred from the first shape.
 */
public final class Linear extends Layer {
  private final int units;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  private Linear(int units, boolean biased) {
    if (units < 1) {
      throw new IllegalArgumentException("units must be at least 1, but was " + units);
    }
    this.units = units;
    weight = parameter("weight", Parameter.Type.WEIGHT, Initialiser.kaimingUniform(Math.sqrt(5)));
    bias = biased ? parameter("bias", Parameter.Type.BIAS, FanIn.UNSET) : null;
  }

  /** Creates a linear layer with this number of outputs, at least 1, and a bias. */
  public static Linear of(int units) {
    return new Linear(units, true);
  }

  /** Returns a copy without a bias. */
  public Linear withoutBias() {
    return new Linear(units, false);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    weight.setShape(new Shape(units, inputs[0].get(inputs[0].dimension() - 1)));
    if (bias != null) {
      bias.setShape(new Shape(units));
      bias.setInitializer(FanIn.bias(bias, weight.getShape()));
    }
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    int last = x.shape().dimension() - 1;
    long features = weight.getShape().get(1);
    if (last < 1 || x.size(last) != features) {
      throw new IllegalArgumentException("expected (N, …, " + features + "), but got " + x.shape());
    }
    var shape = x.shape().slice(0, last).add(units);
    return script.fresh(
        shape,
        "torch.linear({0}, {1}, {2})",
        script.operand(x),
        script.weight(weight),
        bias == null ? null : script.weight(bias));
  }
}
