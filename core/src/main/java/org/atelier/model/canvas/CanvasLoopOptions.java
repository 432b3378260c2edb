package org.atelier.model.canvas;

import org.atelier.options.OptionChecks;

/**
 * Options of {@link CanvasLoop}.
 *
 * @param steps the most steps of a run, at least 1; of L-BFGS, its iterations
 * @param seed of the random numbers that the objective draws
 * @param averageDecay decay of the average of the iterates that a run ends with, in [0, 1); 0 for
 *     the last iterate
 * @param tolerance the run ends where 20 steps lower the objective by no more than this share of
 *     its value, at least 0; 0 to take all steps
 */
public record CanvasLoopOptions(long steps, long seed, double averageDecay, double tolerance) {
  /** Checks the numbers. */
  public CanvasLoopOptions {
    OptionChecks.atLeast(1, "steps", steps);
    OptionChecks.share("averageDecay", averageDecay);
    OptionChecks.notNegative("tolerance", tolerance);
  }

  /** 300 steps, seed 0, the last iterate, no tolerance. */
  public static CanvasLoopOptions defaults() {
    return new CanvasLoopOptions(300, 0, 0, 0);
  }

  /** Returns a copy with another number of steps, at least 1. */
  public CanvasLoopOptions withSteps(long steps) {
    return new CanvasLoopOptions(steps, seed, averageDecay, tolerance);
  }

  /** Returns a copy with another seed. */
  public CanvasLoopOptions withSeed(long seed) {
    return new CanvasLoopOptions(steps, seed, averageDecay, tolerance);
  }

  /** Returns a copy with another decay of the average, in [0, 1); 0 for the last iterate. */
  public CanvasLoopOptions withAverageDecay(double averageDecay) {
    return new CanvasLoopOptions(steps, seed, averageDecay, tolerance);
  }

  /** Returns a copy with another tolerance, at least 0; 0 to take all steps. */
  public CanvasLoopOptions withTolerance(double tolerance) {
    return new CanvasLoopOptions(steps, seed, averageDecay, tolerance);
  }
}
