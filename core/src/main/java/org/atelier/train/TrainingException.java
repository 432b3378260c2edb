package org.atelier.train;

/**
 * Thrown when training cannot continue. The message states the step, the reason, and which
 * checkpoints are usable.
 */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public TrainingException(String message) {
    super(message);
  }

  /** Creates an exception with a message and a cause. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
