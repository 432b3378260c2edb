package org.atelier.cli.dream;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.image.Picture;

/** Reads pictures that options name. */
final class DreamInput {
  private DreamInput() {}

  /**
   * Reads a picture.
   *
   * @param option its name in messages
   */
  static Picture read(String option, Path file) {
    return read(option, new PictureName(file.toString()));
  }

  /** Reads a file or an embedded picture. */
  static Picture read(String option, PictureName file) {
    file.check(option);
    try {
      return file.read().picture();
    } catch (IOException e) {
      throw new UsageException("%s expects a picture, but %s".formatted(option, e.getMessage()));
    }
  }
}
