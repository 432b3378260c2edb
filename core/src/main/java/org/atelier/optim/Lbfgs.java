package org.atelier.optim;

import org.atelier.options.OptionChecks;

/**
 * L-BFGS (Liu and Nocedal, 1989) with a line search for the strong Wolfe conditions (Nocedal and
 * Wright, Numerical Optimization, algorithms 3.5 and 3.6, with cubic interpolation), as {@code
 * torch.optim.LBFGS(line_search_fn="strong_wolfe")} computes it. {@link LbfgsState} takes the
 * steps.
 *
 * <p>It minimises one function: an objective that draws other random numbers at each evaluation
 * misleads it. It keeps the last {@code history} pairs of steps and changes of the gradient, 2 ·
 * {@code history} vectors of the parameters' size.
 *
 * @param learningRate the first step length that the line search tries, positive; in the first step
 *     it is multiplied by min(1, 1 / Σ|g|)
 * @param history number of pairs that are kept, at least 1
 * @param gradientTolerance the search ends where no element of the gradient exceeds it; at least 0
 * @param changeTolerance the search ends where a step changes no parameter, or the objective, by
 *     more; at least 0
 * @param maxEvaluations evaluations of the objective after which the search ends, at least 1
 * @param lineEvaluations evaluations after which one line search takes its best point, at least 1
 */
public record Lbfgs(
    double learningRate,
    int history,
    double gradientTolerance,
    double changeTolerance,
    int maxEvaluations,
    int lineEvaluations)
    implements Minimiser {
  /** Checks the range of every component. */
  public Lbfgs {
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.atLeast(1, "history", history);
    OptionChecks.notNegative("gradientTolerance", gradientTolerance);
    OptionChecks.notNegative("changeTolerance", changeTolerance);
    OptionChecks.atLeast(1, "maxEvaluations", maxEvaluations);
    OptionChecks.atLeast(1, "lineEvaluations", lineEvaluations);
  }

  /**
   * PyTorch's tolerances (1e-7 and 1e-9), learning rate (1) and line search (25 evaluations), with
   * a history of 20 pairs and no limit of evaluations.
   */
  public static Lbfgs defaults() {
    return new Lbfgs(1, 20, 1e-7, 1e-9, Integer.MAX_VALUE, 25);
  }

  /** Returns a copy with another first step length, positive. */
  public Lbfgs withLearningRate(double learningRate) {
    return new Lbfgs(
        learningRate, history, gradientTolerance, changeTolerance, maxEvaluations, lineEvaluations);
  }

  /** Returns a copy that keeps this many pairs, at least 1. */
  public Lbfgs withHistory(int history) {
    return new Lbfgs(
        learningRate, history, gradientTolerance, changeTolerance, maxEvaluations, lineEvaluations);
  }

  /** Returns a copy with another tolerance of the gradient, at least 0. */
  public Lbfgs withGradientTolerance(double gradientTolerance) {
    return new Lbfgs(
        learningRate, history, gradientTolerance, changeTolerance, maxEvaluations, lineEvaluations);
  }

  /** Returns a copy with another tolerance of changes, at least 0. */
  public Lbfgs withChangeTolerance(double changeTolerance) {
    return new Lbfgs(
        learningRate, history, gradientTolerance, changeTolerance, maxEvaluations, lineEvaluations);
  }

  /** Returns a copy with another limit of evaluations, at least 1. */
  public Lbfgs withMaxEvaluations(int maxEvaluations) {
    return new Lbfgs(
        learningRate, history, gradientTolerance, changeTolerance, maxEvaluations, lineEvaluations);
  }

  /** Returns a copy with another limit of evaluations of one line search, at least 1. */
  public Lbfgs withLineEvaluations(int lineEvaluations) {
    return new Lbfgs(
        learningRate, history, gradientTolerance, changeTolerance, maxEvaluations, lineEvaluations);
  }
}
