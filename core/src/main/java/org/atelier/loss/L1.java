package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;

/** The L1 loss, the mean absolute error: mean |x − y| over all values. */
public final class L1 {
  private static final NativeFunction LOSS = NativeFunction.of("torch.l1_loss(x, y)", "x", "y");

  private L1() {}

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
