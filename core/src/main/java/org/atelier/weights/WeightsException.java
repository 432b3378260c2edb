package org.atelier.weights;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Thrown if a weights file cannot be used because it cannot be read, is damaged, has another format
 * or contains something that weights must not contain. The message names the file and says what was
 * expected, what was found and what to do.
 *
 * <p>An {@link IOException}, so that callers handle missing and invalid files in one place.
 */
public final class WeightsException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Reads a file. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

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

  /** Returns a name of a file for a message, without what is beyond 100 characters. */
  static String shortened(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }

  /**
   * Reads a file, and makes a sentence of each way in which that fails: a file that is missing, may
   * not be read or is none, a failing disk, too little memory.
   */
  static <T> T guarded(Path file, Reading<T> reading) throws WeightsException {
    try {
      if (Files.isDirectory(file)) {
        throw new WeightsException(
            file, "expected a file of weights, but this is a folder; name a file in it");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new WeightsException(
            file, "expected a file of weights, but this is a device or a pipe; name a file");
      }
      return reading.read();
    } catch (WeightsException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new WeightsException(file, "there is no such file; check the path", e);
    } catch (AccessDeniedException e) {
      throw new WeightsException(
          file, "the file may not be read by this user; change its permissions", e);
    } catch (IOException e) {
      throw new WeightsException(file, "cannot be read (" + e + ")", e);
    } catch (OutOfMemoryError e) {
      // Of single large arrays, the storages; the many small values are counted while reading.
      throw new WeightsException(
          file,
          "does not fit into Java's memory of %s MB; give it more with -Xmx"
              .formatted(Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }
}
