package org.atelier.translation.style.gatys;

import java.util.ArrayList;
import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * The sizes at which a picture is restyled, one after another, each √2 times the one before.
 *
 * @param size the longer side of the result in pixels, at least 32
 * @param smallest the least longer side with which it begins, at least 32
 * @param firstSteps steps at the first size, at least 1
 * @param steps steps at each other size, at least 1
 * @param styleScale the size at which a style is seen over that of the result, positive: 0.5 gives
 *     finer strokes. Styles are not enlarged
 */
public record StyleScales(int size, int smallest, int firstSteps, int steps, double styleScale) {
  /** The least shorter side, in pixels, of which networks with five levels have something left. */
  static final int LEAST_SIDE = 32;

  /** Checks the numbers. */
  public StyleScales {
    OptionChecks.atLeast(LEAST_SIDE, "size", size);
    OptionChecks.atLeast(LEAST_SIDE, "smallest", smallest);
    OptionChecks.atLeast(1, "firstSteps", firstSteps);
    OptionChecks.atLeast(1, "steps", steps);
    OptionChecks.positive("styleScale", styleScale);
  }

  /** Returns a copy with this longer side of the result. */
  public StyleScales withSize(int size) {
    return new StyleScales(size, smallest, firstSteps, steps, styleScale);
  }

  /** Returns a copy with this least longer side with which it begins. */
  public StyleScales withSmallest(int smallest) {
    return new StyleScales(size, smallest, firstSteps, steps, styleScale);
  }

  /** Returns a copy with this number of steps at the first size. */
  public StyleScales withFirstSteps(int firstSteps) {
    return new StyleScales(size, smallest, firstSteps, steps, styleScale);
  }

  /** Returns a copy with this number of steps at each other size. */
  public StyleScales withSteps(int steps) {
    return new StyleScales(size, smallest, firstSteps, steps, styleScale);
  }

  /** Returns a copy with this size of the style over that of the result. */
  public StyleScales withStyleScale(double styleScale) {
    return new StyleScales(size, smallest, firstSteps, steps, styleScale);
  }

  /**
   * A size at which a picture is restyled.
   *
   * @param side the longer side in pixels
   * @param height of the picture
   * @param width of the picture
   */
  record Scale(int side, int height, int width) {
    static Scale of(int side, int height, int width) {
      double factor = (double) side / Math.max(height, width);
      return new Scale(
          side,
          (int) Math.max(1, Math.round(height * factor)),
          (int) Math.max(1, Math.round(width * factor)));
    }

    private boolean isNarrow() {
      return Math.min(height, width) < LEAST_SIDE;
    }
  }

  /**
   * Returns the sizes of a picture, from the smallest to the last.
   *
   * @throws IllegalArgumentException if its shorter side would be too short for a network
   */
  List<Scale> of(int height, int width) {
    Scale last = Scale.of(size, height, width);
    if (last.isNarrow()) {
      throw new IllegalArgumentException(
          "A picture of %s×%s pixels (height × width) is too narrow: with a longer side of %s, its shorter side has %s pixels, but at least %s are needed; crop it, or choose a larger size"
              .formatted(height, width, size, Math.min(last.height, last.width), LEAST_SIDE));
    }
    var scales = new ArrayList<Scale>();
    scales.add(last);
    for (int i = 1; ; i++) {
      int side = (int) Math.round(size / Math.pow(2, i / 2.0));
      Scale next = Scale.of(side, height, width);
      if (side < smallest || next.isNarrow()) {
        return List.copyOf(scales);
      }
      scales.add(0, next);
    }
  }

  /**
   * Returns the size of a style beside a picture of a longer side.
   *
   * @throws IllegalArgumentException if its shorter side would be too short for a network
   */
  Scale ofStyle(int side, int height, int width) {
    int own = Math.max(height, width);
    int least = (int) Math.ceil((double) LEAST_SIDE * own / Math.min(height, width));
    int wanted = Math.min(own, (int) Math.round(side * styleScale));
    if (least > Math.max(side, own)) {
      throw new IllegalArgumentException(
          "A style of %s×%s pixels (height × width) is too narrow: with a longer side of %s, its shorter side has fewer than %s pixels; crop it"
              .formatted(height, width, Math.max(side, own), LEAST_SIDE));
    }
    return Scale.of(Math.max(least, wanted), height, width);
  }
}
