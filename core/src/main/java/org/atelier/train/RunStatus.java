package org.atelier.train;

import java.util.Locale;

/** The status of a run; {@code run.json} has it in lower case. */
public enum RunStatus {
  /** The run has started and not ended; also the status of a killed run. */
  RUNNING,
  /** All steps of the run are done. */
  COMPLETED,
  /** A listener stopped the run before its last step. */
  STOPPED,
  /** An exception ended the run. */
  FAILED;

  /** Returns the value in {@code run.json}, such as {@code "completed"}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
