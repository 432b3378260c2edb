package org.atelier.model.objective;

import org.atelier.options.OptionChecks;

/**
 * How much a penalty counts and how often it is computed. A penalty that is a derivative costs more
 * than all else in an objective, and changes slowly; computed in every k-th step only, with k times
 * the weight, it does nearly the same (lazy regularisation, Karras et al., arXiv:1912.04958).
 *
 * <pre>{@code
 * objective.plus("r1", r1.weightAt(step.index()), () -> R1Penalty.of(critic::forward, real));
 * }</pre>
 *
 * @param weight of the term on the average of the steps, at least 0; 0 for no penalty
 * @param interval k: the penalty is part of step 0, step k and so on, at least 1
 */
public record Penalty(double weight, int interval) {
  /** Checks both numbers. */
  public Penalty {
    OptionChecks.notNegative("weight", weight);
    if (interval < 1) {
      throw new IllegalArgumentException("interval must be at least 1, but was " + interval);
    }
  }

  /** No penalty. */
  public static Penalty none() {
    return new Penalty(0, 1);
  }

  /** A penalty of this weight in every step. */
  public static Penalty of(double weight) {
    return new Penalty(weight, 1);
  }

  /** The same, computed in every {@code interval}-th step only. */
  public Penalty every(int interval) {
    return new Penalty(weight, interval);
  }

  /** Whether a step computes it. */
  public boolean isDue(long step) {
    return weight > 0 && step % interval == 0;
  }

  /**
   * The weight of the penalty in a step: {@code interval · weight} where it is due, else 0. {@link
   * Objective#plus(String, double, java.util.function.Supplier)} computes no term of weight 0.
   *
   * @param step counted from 0
   */
  public double weightAt(long step) {
    return isDue(step) ? weight * interval : 0;
  }
}
