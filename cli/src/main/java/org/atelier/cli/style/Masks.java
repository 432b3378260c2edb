package org.atelier.cli.style;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.translation.style.Regions;

/** Reads masks. */
final class Masks {
  /** What is darker counts as black: half a level of 255, in [-1, 1]. */
  private static final float LEAST_LIGHT = -1 + 1 / 255f;

  private Masks() {}

  /**
   * Reads the mask of a picture.
   *
   * @param what {@code "content"} or {@code "style"}, for messages
   * @throws IllegalArgumentException if it has another size, or too many colours
   */
  static Regions read(Path file, Picture picture, String what) throws IOException {
    return of(file, sized(file, picture, what));
  }

  /**
   * Reads the mask that says where the content is restyled: all of it where the mask is white, none
   * where it is black, and between them as much as it is light.
   *
   * @return grey, in [-1, 1]
   * @throws IllegalArgumentException if it has another size, or is black
   */
  static Picture share(Path file, Picture picture) throws IOException {
    Picture grey = sized(file, picture, "content").toGrey();
    for (float value : grey.values()) {
      if (value > LEAST_LIGHT) {
        return grey;
      }
    }
    throw new IllegalArgumentException(
        "Expected a mask that is white where the picture is to be restyled, but %s is black everywhere; invert it, or leave --mask out"
            .formatted(file));
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
    sized(file, picture, what);
  }

  private static Picture sized(Path file, Picture picture, String what) throws IOException {
    Picture mask = Pictures.read(file);
    if (mask.height() != picture.height() || mask.width() != picture.width()) {
      throw new IllegalArgumentException(
          "Expected a mask of the %s's size, %s×%s pixels (height × width), but %s has %s×%s; resize it without smoothing"
              .formatted(
                  what, picture.height(), picture.width(), file, mask.height(), mask.width()));
    }
    return mask;
  }
}
