package org.atelier.weights;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown if a weights file cannot be used because it is damaged, has another format or contains
 * something that weights must not contain. The message names the file and says what was expected,
 * what was found and what to do.
 *
 * <p>An {@link IOException}, so that callers handle missing and invalid files in one place.
 */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception that names the file and the problem.
   *
   * @param file the file that was read or written
   * @param problem what was expected, what was found and what to do
   */
  public WeightsException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * Creates an exception that names the file and the problem, with a cause.
   *
   * @param file the file that was read or written
   * @param problem what was expected, what was found and what to do
   * @param cause the underlying failure
   */
  public WeightsException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
