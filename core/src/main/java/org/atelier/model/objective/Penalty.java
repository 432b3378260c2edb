package org.atelier.model.objective;

import org.atelier.options.OptionChecks;

/**
 * The weight and the interval of a penalty. A gradient penalty costs more time than the rest of an
 * objective but changes slowly, so computing it in every k-th step only, with k times the weight,
 * has nearly the same effect (lazy regularisation; Karras et al., arXiv:1912.04958).
 *
 * <pre>{@code
 * objective.plus("r1", r1.weightAt(step.index()), () -> R1Penalty.of(critic::forward, real));
 * }</pre>
 *
 * @param weight weight of the term, averaged over the steps, at least 0; 0 for no penalty
 * @param interval k: the penalty is computed in steps 0, k, 2k and so on; at least 1
 */
public record Penalty(double weight, int interval) {
  /** Checks the range of both components. */
  public Penalty {
    OptionChecks.notNegative("weight", weight);
    if (interval < 1) {
      throw new IllegalArgumentException("interval must be at least 1, but was " + interval);
    }
  }

  /** Returns no penalty. */
  public static Penalty none() {
    return new Penalty(0, 1);
  }

  /** Returns a penalty of this weight in every step. */
  public static Penalty of(double weight) {
    return new Penalty(weight, 1);
  }

  /** Returns a copy that is computed in every {@code interval}-th step only. */
  public Penalty every(int interval) {
    return new Penalty(weight, interval);
  }

  /** Returns whether the penalty is computed in a step, counted from 0. */
  public boolean isDue(long step) {
    return weight > 0 && step % interval == 0;
  }

  /**
   * Returns the weight of the penalty in a step: {@code interval · weight} if it is computed, else
   * 0. {@link Objective#plus(String, double, java.util.function.Supplier)} computes no term of
   * weight 0.
   *
   * @param step counted from 0
   */
  public double weightAt(long step) {
    return isDue(step) ? weight * interval : 0;
  }
}
