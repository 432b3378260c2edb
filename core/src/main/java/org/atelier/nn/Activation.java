package org.atelier.nn;

import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * Elementwise activation functions, of inputs of any shape; they operate in place where that is
 * safe.
 *
 * <p>The second derivative of a piecewise linear function is 0. libtorch computes it nevertheless,
 * and in a gradient penalty propagates those zeros to all weight gradients of the forward pass: a
 * sixth of the time of a WGAN-GP critic's step. In an {@linkplain
 * org.atelier.engine.ExecutionContext execution context} for second derivatives such a function is
 * therefore written as a product with its slope, a constant for autograd: the same values without
 * the zeros.
 *
 * <p>ReLU and ReLU6 have the derivative of an execution context's {@linkplain
 * org.atelier.engine.ExecutionContext#leak leak} where they are constant.
 */
public final class Activation extends Layer {
  private final String expression;
  private final String inPlace;

  /** The slope, a constant for autograd; null where the function is not piecewise linear. */
  private final @Nullable String slope;

  /** Whether the function is constant somewhere, and has a leak there. */
  private final boolean saturates;

  private Activation(String expression, String inPlace) {
    this(expression, inPlace, null, false);
  }

  private Activation(String expression, String inPlace, @Nullable String slope, boolean saturates) {
    this.expression = expression;
    this.inPlace = inPlace;
    this.slope = slope;
    this.saturates = saturates;
  }

  /** Returns the rectified linear unit: max(x, 0). */
  public static Layer relu() {
    return new Activation(
        "torch.relu({0})",
        "torch.relu_({0})",
        "torch.threshold_backward(torch.new_ones({0}, [1]), torch.detach({0}), 0)",
        true);
  }

  /** Returns ReLU6, as in MobileNet: min(max(x, 0), 6). */
  public static Layer relu6() {
    return new Activation(
        "torch.hardtanh({0}, 0., 6.)", "torch.hardtanh_({0}, 0., 6.)", null, true);
  }

  /**
   * Returns the leaky ReLU: x where positive, else slope·x.
   *
   * @param slope the slope for negative x, positive
   * @throws IllegalArgumentException if the slope is not positive
   */
  public static Layer leakyRelu(double slope) {
    if (!(slope > 0)) {
      // The derivative of the in-place variant infers the sign of the input from the result.
      throw new IllegalArgumentException("slope must be positive, but was " + slope);
    }
    return new Activation(
        "torch.leaky_relu({0}, " + slope + ")",
        "torch.leaky_relu_({0}, " + slope + ")",
        "torch.leaky_relu_backward(torch.new_ones({0}, [1]), torch.detach({0}), "
            + slope
            + ", False)",
        false);
  }

  /** Returns the exponential linear unit: x where positive, else eˣ − 1. */
  public static Layer elu() {
    return new Activation("torch.elu({0})", "torch.elu_({0})");
  }

  /** Returns tanh, with values in (-1, 1), the range of pictures. */
  public static Layer tanh() {
    return new Activation("torch.tanh({0})", "torch.tanh_({0})");
  }

  /** Returns the logistic sigmoid 1/(1 + e⁻ˣ), with values in (0, 1). */
  public static Layer sigmoid() {
    return new Activation("torch.sigmoid({0})", "torch.sigmoid_({0})");
  }

  /** Returns the SiLU, also called swish: x·sigmoid(x). */
  public static Layer silu() {
    // Not in place: the derivative needs the input.
    return new Activation("torch.silu({0})", "torch.silu({0})");
  }

  /**
   * Returns the Gaussian error linear unit: x·Φ(x), Φ the standard normal distribution function.
   */
  public static Layer gelu() {
    return new Activation("torch.gelu({0})", "torch.gelu({0})");
  }

  @Override
  protected Values write(Script script, Values in) {
    if (slope != null && script.context().secondOrder()) {
      return script.overwriting(
          in.only(), "torch.mul({0}, " + slope + ")", "torch.mul_({0}, " + slope + ")");
    }
    double leak = script.context().leak();
    if (saturates && leak > 0 && script.context().recording()) {
      return leaking(script, in.only(), leak);
    }
    return script.overwriting(in.only(), expression, inPlace);
  }

  /** y + (t − t'), with t = leak · (x − y) and t' its value, a constant for autograd. */
  private Value leaking(Script script, Value x, double leak) {
    Value y = script.line(x.shape(), expression, x);
    Value t = script.line(x.shape(), "torch.mul(torch.sub({0}, {1}), {2})", x, y, leak);
    return script.line(x.shape(), "torch.add({0}, torch.sub({1}, torch.detach({1})))", y, t);
  }
}
