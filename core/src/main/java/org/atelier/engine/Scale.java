package org.atelier.engine;

import ai.djl.ndarray.NDArray;

/**
 * Multiplies an array by a number such that the product can be differentiated.
 *
 * <p>DJL's {@code mul(Number)}, {@code div(Number)} and {@code pow(Number)} must not be
 * differentiated: they wrap the number in a Java buffer that the garbage collector may free while
 * autograd's graph still refers to its memory, and the gradient is then wrong. ({@code add} and
 * {@code sub} save no number for backward, and are safe.)
 */
public final class Scale {
  private static final NativeFunction PRODUCT =
      NativeFunction.of("torch.mul(x, float(factor))", "x", "factor");

  private Scale() {}

  /** Returns {@code factor}·x, of the type of x and attached to its manager. */
  public static NDArray by(NDArray x, double factor) {
    try (NDArray number = HostValues.number(x.getManager(), factor)) {
      return PRODUCT.apply(x, number);
    }
  }
}
