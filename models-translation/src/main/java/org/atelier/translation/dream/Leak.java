package org.atelier.translation.dream;

import java.util.function.Supplier;
import org.atelier.engine.ExecutionContext;
import org.atelier.options.OptionChecks;

/**
 * Lets gradients through ReLU and ReLU6 where they are constant, in the first steps of an octave:
 * otherwise a feature that is 0 everywhere has no gradient, and a dream of it would never begin
 * (Lucid, the code of "Feature Visualization", overrides the derivative in the first 16 steps).
 *
 * @param slope the derivative there, in [0, 1]; 0 is the true one
 * @param steps in so many steps of each octave, at least 0
 */
public record Leak(double slope, int steps) {
  /** Checks the numbers. */
  public Leak {
    if (!(slope >= 0 && slope <= 1)) {
      throw new IllegalArgumentException("slope must be in [0, 1], but was " + slope);
    }
    OptionChecks.atLeast(0, "steps", steps);
  }

  /** A slope of 0.1 in 16 steps. */
  public static Leak defaults() {
    return new Leak(0.1, 16);
  }

  /** The true derivative in all steps. */
  public static Leak none() {
    return new Leak(0, 0);
  }

  /** Returns a copy with another slope, in [0, 1]. */
  public Leak withSlope(double slope) {
    return new Leak(slope, steps);
  }

  /** Returns a copy for another number of steps, at least 0. */
  public Leak withSteps(int steps) {
    return new Leak(slope, steps);
  }

  /** Computes features with the derivative of a step, counted from 0. */
  <T> T in(long step, Supplier<T> work) {
    double now = step < steps ? slope : 0;
    return ExecutionContext.current().withLeak(now).run(work::get);
  }
}
