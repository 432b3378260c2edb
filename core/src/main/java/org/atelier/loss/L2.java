package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;

/** The L2 loss, the mean squared error: mean (x − y)² over all values, without a factor ½. */
public final class L2 {
  private static final NativeFunction LOSS = NativeFunction.of("torch.mse_loss(x, y)", "x", "y");

  private L2() {}

  /**
   * Computes the loss, a scalar.
   *
   * @param actual any shape
   * @param expected the same shape
   * @throws IllegalArgumentException if the shapes differ
   */
  public static NDArray of(NDArray actual, NDArray expected) {
    return LOSS.apply(actual, ShapeChecks.requireSame(actual, expected));
  }
}
