package org.atelier.sound;

import java.io.IOException;

/**
 * Thrown if a sound file cannot be read or written; the message names the file and says what to do.
 */
public class SoundException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception whose message says what was expected, what was found and what to do. */
  public SoundException(String message) {
    super(message);
  }

  /** Creates an exception with a message and its cause. */
  public SoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
