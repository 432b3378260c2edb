package org.atelier.translation.dream;

import java.util.ArrayList;
import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * The sizes in which a picture is dreamt, from coarse to fine, so that forms of all sizes appear.
 *
 * @param count how many, at least 1
 * @param ratio from one size to the next, greater than 1
 * @param steps in each of them, at least 1
 */
public record Octaves(int count, double ratio, int steps) {
  /** The least side in pixels of an octave other than the last. */
  private static final int LEAST = 32;

  /** Checks the numbers. */
  public Octaves {
    OptionChecks.atLeast(1, "count", count);
    OptionChecks.atLeast(1, "steps", steps);
    if (!(ratio > 1) || Double.isInfinite(ratio)) {
      throw new IllegalArgumentException("ratio must be greater than 1, but was " + ratio);
    }
  }

  /** Four octaves of ratio 1.4, ten steps in each. */
  public static Octaves defaults() {
    return new Octaves(4, 1.4, 10);
  }

  /** Returns a copy with another number of octaves, at least 1. */
  public Octaves withCount(int count) {
    return new Octaves(count, ratio, steps);
  }

  /** Returns a copy with another ratio, greater than 1. */
  public Octaves withRatio(double ratio) {
    return new Octaves(count, ratio, steps);
  }

  /** Returns a copy with another number of steps, at least 1. */
  public Octaves withSteps(int steps) {
    return new Octaves(count, ratio, steps);
  }

  /**
   * A size in pixels.
   *
   * @param height the height
   * @param width the width
   */
  record Size(int height, int width) {}

  /** The sizes from the smallest to the picture's own; those that would be tiny are left out. */
  List<Size> of(int height, int width) {
    var sizes = new ArrayList<Size>();
    for (int i = count - 1; i > 0; i--) {
      double factor = Math.pow(ratio, -i);
      var size = new Size((int) Math.round(height * factor), (int) Math.round(width * factor));
      if (Math.min(size.height, size.width) >= LEAST) {
        sizes.add(size);
      }
    }
    sizes.add(new Size(height, width));
    return sizes;
  }
}
