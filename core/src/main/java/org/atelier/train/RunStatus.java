package org.atelier.train;

import java.util.Locale;

/** Where a run stands; {@code run.json} has it in lower case. */
public enum RunStatus {
  /** It has begun and not ended; a killed run stays so. */
  RUNNING,
  /** All its steps are done. */
  COMPLETED,
  /** A listener asked it to end before its last step. */
  STOPPED,
  /** An exception ended it. */
  FAILED;

  /** The word of {@code run.json}, such as {@code "completed"}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
