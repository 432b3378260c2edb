package org.atelier.model;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.atelier.optim.Optimizer;

/**
 * How much a penalty counts and how often it is computed. A penalty that is a derivative costs more
 * than all else in an objective, and changes slowly; computed in every k-th step only, with k times
 * the weight, it does nearly the same (lazy regularisation, Karras et al., arXiv:1912.04958).
 *
 * <pre>{@code
 * objective = options.r1().addTo(objective, "r1", step, () -> R1Penalty.of(critic::forward, real));
 * }</pre>
 *
 * @param weight of the term on the average of the steps, at least 0; 0 for no penalty
 * @param interval k: the penalty is part of step 0, step k and so on, at least 1
 */
public record Penalty(double weight, int interval) {
  /** Checks both numbers. */
  public Penalty {
    Optimizer.checkNotNegative("weight", weight);
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
   * The objective with the penalty, {@code interval · weight} of it, if the step is due; else the
   * objective as it is, without the metric, and nothing is computed.
   *
   * @param name of the metric, which is the penalty without its weight
   * @param penalty computes it, a scalar
   */
  public Objective addTo(
      Objective objective, String name, Step<?> step, Supplier<NDArray> penalty) {
    return isDue(step.index()) ? objective.plus(name, weight * interval, penalty.get()) : objective;
  }
}
