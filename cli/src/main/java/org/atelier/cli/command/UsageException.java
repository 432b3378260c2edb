package org.atelier.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Wrong usage of a command, with a one-sentence message that says what was expected, what was
 * given, and what to do. It is thrown before anything is written.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with this message. */
  public UsageException(String message) {
    super(message);
  }

  /** An exception with this message. */
  public UsageException(String message, Exception cause) {
    super(message, cause);
  }

  private UsageException(Exception cause) {
    super(Sentences.of(cause), cause);
  }

  /** A usage exception with the message of {@code cause}, in words. */
  public static UsageException of(Exception cause) {
    return new UsageException(cause);
  }

  /** A computation that reads or checks the user's input. */
  @FunctionalInterface
  public interface Check<T> {
    T get() throws IOException;
  }

  /**
   * The result of a check. Its I/O exceptions, illegal arguments and overflows become usage
   * exceptions; others, such as failures of the engine, are not caught.
   */
  public static <T> T unless(Check<T> check) {
    try {
      return check.get();
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new UsageException(e);
    }
  }
}
