package org.atelier.image;

import java.io.IOException;

/**
 * Thrown if a picture file cannot be read or written; the message names the file and says what to
 * do.
 */
public class PictureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message says what was expected, what was found and what to do. */
  public PictureException(String message) {
    super(message);
  }

  /** Creates an exception with a message and its cause. */
  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
