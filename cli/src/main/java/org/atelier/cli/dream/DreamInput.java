package org.atelier.cli.dream;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.UsageException;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;

/** Reads pictures that options name. */
final class DreamInput {
  private DreamInput() {}

  /**
   * Reads a picture.
   *
   * @param option its name in messages
   */
  static Picture read(String option, Path file) {
    Inputs.file(option, "a picture", file);
    try {
      return Pictures.read(file);
    } catch (IOException e) {
      throw new UsageException("%s expects a picture, but %s".formatted(option, e.getMessage()));
    }
  }
}
