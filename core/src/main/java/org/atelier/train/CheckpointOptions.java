package org.atelier.train;

import org.atelier.options.OptionChecks;

/**
 * Options of checkpoints: the interval, and the number that is kept.
 *
 * @param every interval in steps, at least 1; a further checkpoint is written at the end
 * @param keep number of newest checkpoints that are kept, at least 1
 */
public record CheckpointOptions(long every, int keep) {
  /** Checks the range of both components. */
  public CheckpointOptions {
    OptionChecks.atLeast(1, "checkpoints.every", every);
    OptionChecks.atLeast(1, "checkpoints.keep", keep);
  }

  /** Returns the default: every 500 steps; the two newest are kept. */
  public static CheckpointOptions defaults() {
    return new CheckpointOptions(500, 2);
  }

  /** Returns a copy with this interval in steps, at least 1. */
  public CheckpointOptions withEvery(long every) {
    return new CheckpointOptions(every, keep);
  }

  /** Returns a copy that keeps this number of newest checkpoints, at least 1. */
  public CheckpointOptions withKeep(int keep) {
    return new CheckpointOptions(every, keep);
  }
}
