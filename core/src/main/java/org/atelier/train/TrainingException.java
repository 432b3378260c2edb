package org.atelier.train;

/** Training cannot go on; the message says where it stopped, why, and what is left to use. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A reason in words. */
  public TrainingException(String message) {
    super(message);
  }

  /** A reason in words, and what revealed it. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
