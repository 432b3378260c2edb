package org.atelier.image;

import java.io.IOException;

/** A picture file that cannot be read or written; the message names it and says what to do. */
public class PictureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected, what came and what to do. */
  public PictureException(String message) {
    super(message);
  }

  /** The same, with what went wrong below. */
  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
