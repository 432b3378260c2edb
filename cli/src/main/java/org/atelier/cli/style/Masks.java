package org.atelier.cli.style;

import java.nio.file.Path;
import org.atelier.cli.command.Inputs;
import org.atelier.image.Picture;
import org.atelier.translation.style.PaintingMargin;
import org.atelier.translation.style.Regions;

/** Reads masks, which have the size of their pictures. */
final class Masks {
  /** What is darker counts as black: half a level of 255, in [-1, 1]. */
  private static final float LEAST_LIGHT = -1 + 1 / 255f;

  private Masks() {}

  /**
   * Reads the regions of the content.
   *
   * @throws IllegalArgumentException if the mask has another size, or too many colours
   */
  static Regions ofContent(Path file, Picture content) {
    return regions(file, sized("--mask", file, "content", content));
  }

  /**
   * Reads the regions of a style.
   *
   * @param margin the share of the longer side that is cropped off, as of the style
   * @throws IllegalArgumentException if the mask has another size, or too many colours
   */
  static Regions ofStyle(Path file, Picture style, double margin) {
    Picture mask = sized("--style-mask", file, "style", style);
    return regions(file, PaintingMargin.cropped(mask, margin));
  }

  /**
   * Reads the mask that says where the content is restyled: all of it where the mask is white, none
   * where it is black, and between them as much as it is light.
   *
   * @return grey, in [-1, 1]
   * @throws IllegalArgumentException if it has another size, or is black
   */
  static Picture share(Path file, Picture content) {
    Picture grey = sized("--mask", file, "content", content).toGrey();
    for (float value : grey.values()) {
      if (value > LEAST_LIGHT) {
        return grey;
      }
    }
    throw new IllegalArgumentException(
        "Expected a mask that is white where the picture is to be restyled, but %s is black everywhere; invert it, or leave --mask out"
            .formatted(file));
  }

  private static Regions regions(Path file, Picture mask) {
    try {
      return Regions.of(mask);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Picture sized(String option, Path file, String what, Picture picture) {
    Picture mask = Inputs.picture(option, file);
    if (mask.height() != picture.height() || mask.width() != picture.width()) {
      throw new IllegalArgumentException(
          "Expected a mask of the %s's size, %s×%s pixels (height × width), but %s has %s×%s; resize it without smoothing"
              .formatted(
                  what, picture.height(), picture.width(), file, mask.height(), mask.width()));
    }
    return mask;
  }
}
