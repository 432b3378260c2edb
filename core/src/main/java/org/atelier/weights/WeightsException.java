package org.atelier.weights;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A weights file that cannot be used: damaged, of another format, or asking for what a file of
 * weights must not ask for. The message names the file, says what was expected and what came, and
 * what to do.
 *
 * <p>It is an {@link IOException}, so that "cannot be read" is one case for the caller, whether the
 * file is missing or is nonsense.
 */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the file and the problem.
   *
   * @param file the file that was read or written
   * @param problem what was expected, what came and what to do
   */
  public WeightsException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * Names the file and the problem, and keeps what revealed it.
   *
   * @param file the file that was read or written
   * @param problem what was expected, what came and what to do
   * @param cause the failure of a library underneath
   */
  public WeightsException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
