package org.atelier.loss;

import ai.djl.ndarray.NDArray;

/** The check of losses that compare two arrays. */
final class Pairs {
  private Pairs() {}

  /** Gives {@code expected}; libtorch would stretch (N, 1) and (N) to (N, N) without an error. */
  static NDArray expectSameShape(NDArray actual, NDArray expected) {
    if (!actual.getShape().equals(expected.getShape())) {
      throw new IllegalArgumentException(
          "Expected two arrays of one shape, but got %s and %s; reshape one of them"
              .formatted(actual.getShape(), expected.getShape()));
    }
    return expected;
  }
}
