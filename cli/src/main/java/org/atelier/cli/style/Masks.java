package org.atelier.cli.style;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.translation.style.Regions;

/** Reads masks. */
final class Masks {
  private Masks() {}

  /**
   * Reads the mask of a picture.
   *
   * @param what {@code "content"} or {@code "style"}, for messages
   * @throws IllegalArgumentException if it has another size, or too many colours
   */
  static Regions read(Path file, Picture picture, String what) throws IOException {
    requireSize(file, picture, what);
    return of(file, Pictures.read(file));
  }

  /**
   * Takes a picture as a mask.
   *
   * @throws IllegalArgumentException if it has too many colours
   */
  static Regions of(Path file, Picture mask) {
    try {
      return Regions.of(mask);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Refuses a mask of another size than its picture. */
  static void requireSize(Path file, Picture picture, String what) throws IOException {
    Picture mask = Pictures.read(file);
    if (mask.height() != picture.height() || mask.width() != picture.width()) {
      throw new IllegalArgumentException(
          "Expected a mask of the %s's size, %s×%s pixels (height × width), but %s has %s×%s; resize it without smoothing"
              .formatted(
                  what, picture.height(), picture.width(), file, mask.height(), mask.width()));
    }
  }
}
