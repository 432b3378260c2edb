package org.atelier.model.canvas;

/**
 * How a run of {@link CanvasLoop} ended; the canvas holds its values.
 *
 * @param ending why it ended
 * @param steps number of steps done
 * @param evaluations how often the objective was evaluated
 * @param terms those of the last step: the objective from which it began; with L-BFGS, at the point
 *     where it ended
 */
public record CanvasResult(Ending ending, long steps, long evaluations, CanvasTerms terms) {
  /** Why a run ended. */
  public enum Ending {
    /** All steps are done. */
    STEPS,
    /** A listener ended it. */
    LISTENER,
    /** A tolerance is reached, or L-BFGS's evaluations are spent, or it finds no better point. */
    CONVERGED,
    /** The thread was interrupted; its flag is still set. */
    INTERRUPTED
  }
}
