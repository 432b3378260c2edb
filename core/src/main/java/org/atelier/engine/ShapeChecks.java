package org.atelier.engine;

import ai.djl.ndarray.NDArray;

/** Checks of array shapes. */
public final class ShapeChecks {
  private ShapeChecks() {}

  /**
   * Checks that two arrays have the same shape; libtorch would silently broadcast (N, 1) and (N) to
   * (N, N).
   *
   * @return {@code expected}
   * @throws IllegalArgumentException if the shapes differ
   */
  public static NDArray requireSame(NDArray actual, NDArray expected) {
    if (!actual.getShape().equals(expected.getShape())) {
      throw new IllegalArgumentException(
          "Expected two arrays of the same shape, but got %s and %s; reshape one of them"
              .formatted(actual.getShape(), expected.getShape()));
    }
    return expected;
  }
}
