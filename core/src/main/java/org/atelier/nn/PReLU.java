package org.atelier.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Parametric ReLU (He et al., arXiv:1502.01852): x where positive, else slope·x with a learnt
 * slope. Inputs are (N, C, …); the output has the same shape. The slope, {@code weight}, is one
 * value or one for each channel, initially 0.25.
 */
public final class PReLU extends Layer {
  private final boolean perChannel;
  private final Parameter weight;

  private PReLU(boolean perChannel, float initial) {
    this.perChannel = perChannel;
    weight = parameter("weight", Parameter.Type.OTHER, Initialiser.constant(initial));
  }

  /** Creates a PReLU with one slope for all channels. */
  public static PReLU of() {
    return new PReLU(false, 0.25f);
  }

  /** Creates a PReLU with a slope for each channel. */
  public static PReLU perChannel() {
    return new PReLU(true, 0.25f);
  }

  /** Returns a copy with this initial slope. */
  public PReLU startingAt(float slope) {
    return new PReLU(perChannel, slope);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    weight.setShape(new Shape(perChannel ? Checks.channels(inputs[0]) : 1));
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    if (perChannel && Checks.channels(x.shape()) != weight.getShape().get(0)) {
      throw new IllegalArgumentException(
          "expected " + weight.getShape().get(0) + " channels, but got " + x.size(1));
    }
    // libtorch requires both to have the same type.
    boolean exact = x.type() != DataType.BFLOAT16;
    return script.mixed(
        x.shape(),
        "torch.prelu({0}, {1})",
        x,
        exact ? script.parameter(weight) : script.weight(weight));
  }
}
