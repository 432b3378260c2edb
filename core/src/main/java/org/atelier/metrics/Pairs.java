package org.atelier.metrics;

import ai.djl.ndarray.NDArray;

/** The check of what compares two pictures. */
final class Pairs {
  private Pairs() {}

  static void requireSameShape(NDArray actual, NDArray expected) {
    if (!actual.getShape().equals(expected.getShape())) {
      throw new IllegalArgumentException(
          "Expected two arrays of one shape, but got %s and %s"
              .formatted(actual.getShape(), expected.getShape()));
    }
  }
}
