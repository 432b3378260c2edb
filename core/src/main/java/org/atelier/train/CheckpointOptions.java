package org.atelier.train;

import org.atelier.options.OptionChecks;

/**
 * When checkpoints are written, and how many are kept.
 *
 * @param every steps between two checkpoints, at least 1; one more is written at the end
 * @param keep how many of the newest checkpoints are kept, at least 1
 */
public record CheckpointOptions(long every, int keep) {
  /** Checks both numbers. */
  public CheckpointOptions {
    OptionChecks.atLeast(1, "checkpoints.every", every);
    OptionChecks.atLeast(1, "checkpoints.keep", keep);
  }

  /** One every 500 steps; the two newest are kept. */
  public static CheckpointOptions defaults() {
    return new CheckpointOptions(500, 2);
  }

  /** Returns a copy with this many steps between two checkpoints. */
  public CheckpointOptions withEvery(long every) {
    return new CheckpointOptions(every, keep);
  }

  /** Returns a copy with this many of the newest checkpoints kept. */
  public CheckpointOptions withKeep(int keep) {
    return new CheckpointOptions(every, keep);
  }
}
