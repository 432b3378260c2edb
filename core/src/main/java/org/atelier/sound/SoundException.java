package org.atelier.sound;

import java.io.IOException;

/** A sound file that cannot be read or written; the message names it and says what to do. */
public class SoundException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected, what came and what to do. */
  public SoundException(String message) {
    super(message);
  }

  /** The same, with what went wrong below. */
  public SoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
