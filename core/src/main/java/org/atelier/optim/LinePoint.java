package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A point x + t·d of a line search.
 *
 * @param t the step length
 * @param value the objective; infinite where it is not finite
 * @param slope its derivative by t, g·d
 * @param largest the largest absolute value of the gradient
 * @param gradient the gradient as one flat vector
 * @param report what the objective's evaluation reports beside its value
 * @param <R> the type of the report
 */
record LinePoint<R>(
    double t, double value, double slope, double largest, NDArray gradient, @Nullable R report) {
  LinePoint {
    value = Double.isFinite(value) && Double.isFinite(slope) ? value : Double.POSITIVE_INFINITY;
  }
}
