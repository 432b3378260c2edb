package org.atelier.translation.style.swap;

import org.atelier.options.OptionChecks;

/**
 * Options of {@link OptimisedSwap}.
 *
 * @param swap how patches are swapped; of its refinement there is none
 * @param steps of the optimisation, at least 1
 * @param learningRate of Adam on the picture's spectrum, positive
 * @param variation the weight of the total variation, at least 0
 * @param seed of the run
 */
public record OptimisedSwapOptions(
    StyleSwapOptions swap, int steps, double learningRate, double variation, long seed) {
  /** Checks the numbers. */
  public OptimisedSwapOptions {
    OptionChecks.atLeast(1, "steps", steps);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.notNegative("variation", variation);
  }

  /** Whitened patches of 3×3 at full strength, 100 steps of 0.02, variation 0.1. */
  public static OptimisedSwapOptions defaults() {
    return new OptimisedSwapOptions(StyleSwapOptions.defaults().withStrength(1), 100, 0.02, 0.1, 0);
  }

  /** Returns a copy with another swap. */
  public OptimisedSwapOptions withSwap(StyleSwapOptions swap) {
    return new OptimisedSwapOptions(swap, steps, learningRate, variation, seed);
  }

  /** Returns a copy with another number of steps, at least 1. */
  public OptimisedSwapOptions withSteps(int steps) {
    return new OptimisedSwapOptions(swap, steps, learningRate, variation, seed);
  }

  /** Returns a copy with another learning rate, positive. */
  public OptimisedSwapOptions withLearningRate(double learningRate) {
    return new OptimisedSwapOptions(swap, steps, learningRate, variation, seed);
  }

  /** Returns a copy with another weight of the total variation, at least 0. */
  public OptimisedSwapOptions withVariation(double variation) {
    return new OptimisedSwapOptions(swap, steps, learningRate, variation, seed);
  }

  /** Returns a copy with another seed. */
  public OptimisedSwapOptions withSeed(long seed) {
    return new OptimisedSwapOptions(swap, steps, learningRate, variation, seed);
  }
}
