package org.atelier.nn;

/** Elementwise functions; they overwrite their input where that is safe. */
public final class Activation extends Layer {
  private final String expression;
  private final String inPlace;

  private Activation(String expression, String inPlace) {
    this.expression = expression;
    this.inPlace = inPlace;
  }

  /** max(x, 0). */
  public static Layer relu() {
    return new Activation("torch.relu({0})", "torch.relu_({0})");
  }

  /** min(max(x, 0), 6), MobileNet's. */
  public static Layer relu6() {
    return new Activation("torch.hardtanh({0}, 0., 6.)", "torch.hardtanh_({0}, 0., 6.)");
  }

  /** x where positive, else slope·x. */
  public static Layer leakyRelu(double slope) {
    if (!(slope > 0)) {
      // The overwriting variant learns the input's sign from its result.
      throw new IllegalArgumentException("slope must be positive, but was " + slope);
    }
    return new Activation(
        "torch.leaky_relu({0}, " + slope + ")", "torch.leaky_relu_({0}, " + slope + ")");
  }

  /** x where positive, else eˣ − 1. */
  public static Layer elu() {
    return new Activation("torch.elu({0})", "torch.elu_({0})");
  }

  /** To (-1, 1): the range of pictures. */
  public static Layer tanh() {
    return new Activation("torch.tanh({0})", "torch.tanh_({0})");
  }

  /** To (0, 1). */
  public static Layer sigmoid() {
    return new Activation("torch.sigmoid({0})", "torch.sigmoid_({0})");
  }

  /** x·sigmoid(x), also called swish. */
  public static Layer silu() {
    // Its derivative needs the input.
    return new Activation("torch.silu({0})", "torch.silu({0})");
  }

  /** x·Φ(x). */
  public static Layer gelu() {
    return new Activation("torch.gelu({0})", "torch.gelu({0})");
  }

  @Override
  protected Values write(Script script, Values in) {
    return script.overwriting(in.only(), expression, inPlace);
  }
}
