package org.atelier.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the user asked for cannot be done: one sentence that says what was expected, what came, and
 * what to do. Nothing has been written when it is thrown.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  private UsageException(Exception cause) {
    super(cause.getMessage(), cause);
  }

  /** The same in another's words. */
  public static UsageException of(Exception cause) {
    return new UsageException(cause);
  }

  /** Something that reads or checks what the user named. */
  @FunctionalInterface
  public interface Check<T> {
    T get() throws IOException;
  }

  /**
   * The result of a check, whose failure is the user's to mend. What else goes wrong (the engine, a
   * mistake of ours) stays what it is.
   */
  public static <T> T unless(Check<T> check) {
    try {
      return check.get();
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }
}
