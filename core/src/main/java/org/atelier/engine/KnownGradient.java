package org.atelier.engine;

import ai.djl.ndarray.NDArray;

/**
 * A scalar whose derivative was computed before: for functions that are differentiated in parts,
 * such as segments of a network or tiles of a picture, and then enter an objective like any other
 * term.
 */
public final class KnownGradient {
  /** The second summand is 0 and has the derivative {@code gradient}. */
  private static final NativeFunction TERM =
      NativeFunction.of(
          """
          torch.add(torch.detach(value),
              torch.sum(torch.mul(torch.sub(x, torch.detach(x)), torch.detach(gradient))))\
          """,
          "x",
          "value",
          "gradient");

  private KnownGradient() {}

  /**
   * Returns {@code value}, with the given derivative by {@code x} if the thread records.
   *
   * @param x an array of finite values
   * @param value a scalar, a function of {@code x}
   * @param gradient the derivative of {@code value} by {@code x}, of its shape
   * @return a scalar, attached to the manager of {@code x}
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static NDArray of(NDArray x, NDArray value, NDArray gradient) {
    if (value.size() != 1) {
      throw new IllegalArgumentException(
          "Expected a scalar, but its shape was " + value.getShape() + "; take its sum or mean");
    }
    if (!gradient.getShape().equals(x.getShape())) {
      throw new IllegalArgumentException(
          "Expected a gradient of shape " + x.getShape() + ", but it was " + gradient.getShape());
    }
    return TERM.apply(x, value, gradient);
  }
}
