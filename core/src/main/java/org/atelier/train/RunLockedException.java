package org.atelier.train;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a run cannot be started or resumed because another process writes into its folder. */
public final class RunLockedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String holder;

  /**
   * Creates an exception.
   *
   * @param run the run's folder
   * @param holder who writes into it, in words
   */
  RunLockedException(Path run, String holder) {
    super(
        "The run %s is being written by %s; wait until it ends, stop it, or choose another folder"
            .formatted(run, holder));
    this.holder = holder;
  }

  /** Returns who writes into the run, in words. */
  public String holder() {
    return holder;
  }
}
