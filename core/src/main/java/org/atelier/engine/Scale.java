package org.atelier.engine;

import ai.djl.ndarray.NDArray;

/**
 * An array times a number, safe to be differentiated.
 *
 * <p>DJL's {@code mul(Number)}, {@code div(Number)} and {@code pow(Number)} are not: they wrap the
 * number in a Java buffer which the garbage collector may free while autograd's record still points
 * to its memory, and then the gradient is some multiple of whatever lies there. ({@code add} and
 * {@code sub} of numbers record nothing, and are safe.)
 */
public final class Scale {
  private static final NativeFunction PRODUCT =
      NativeFunction.of("torch.mul(x, float(factor))", "x", "factor");

  private Scale() {}

  /** {@code factor}·x, of the type and in the manager of x. */
  public static NDArray by(NDArray x, double factor) {
    try (NDArray number = HostValues.number(x.getManager(), factor)) {
      return PRODUCT.apply(x, number);
    }
  }
}
