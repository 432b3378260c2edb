package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;

/** How features are compared. */
public enum Criterion {
  /** The mean absolute difference. */
  L1("torch.mean(torch.abs(torch.sub(x, y)))"),
  /** The mean squared difference. */
  L2("torch.mean(torch.square(torch.sub(x, y)))"),
  /** The Frobenius norm of the difference, over the whole batch. */
  FROBENIUS("torch.sqrt(torch.sum(torch.square(torch.sub(x, y))))");

  private final NativeFunction function;

  Criterion(String expression) {
    function = NativeFunction.of(expression, "x", "y");
  }

  /**
   * Compares two arrays of one shape; a scalar.
   *
   * @throws IllegalArgumentException if their shapes differ
   */
  public NDArray of(NDArray x, NDArray y) {
    ShapeChecks.requireSame(x, y);
    return function.apply(x, y);
  }
}
