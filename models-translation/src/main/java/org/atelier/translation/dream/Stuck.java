package org.atelier.translation.dream;

/** Refuses a step that would lead nowhere. */
final class Stuck {
  private Stuck() {}

  /**
   * Returns the value of an objective that has a gradient.
   *
   * @param value of the objective
   * @param gradient a norm of its gradient
   * @param step the step, counted from 0
   */
  static double checked(double value, double gradient, long step) {
    if (!Double.isFinite(value) || !Double.isFinite(gradient)) {
      throw new IllegalStateException(
          "In step %s the objective is %s and its gradient %s; choose another tap, or a smaller step"
              .formatted(step, value, gradient));
    }
    if (gradient == 0) {
      throw new IllegalStateException(
          "In step %s the objective has no gradient: no change of the picture makes this feature grow; choose another channel or tap"
              .formatted(step));
    }
    return value;
  }
}
