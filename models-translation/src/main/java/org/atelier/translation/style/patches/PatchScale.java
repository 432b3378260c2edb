package org.atelier.translation.style.patches;

import java.util.ArrayList;
import java.util.List;

/**
 * One size of the computation, coarse to fine.
 *
 * @param side the longer side of the picture in pixels
 * @param patch the side of a patch in pixels
 * @param content w₀, the weight of the content in the first iteration, before strength
 */
record PatchScale(int side, int patch, double content) {
  /** What was chosen by eye for results of 256 pixels: steps of 1.5, 1.33 and 1.33. */
  private static final int[] SIDES = {96, 144, 192, 256};

  /** By how much patches are larger than the finest. */
  private static final int[] LARGER = {4, 2, 2, 0};

  private static final double[] CONTENT = {2.4, 1.8, 1.2, 0.8};

  /** A scale this near to the result's size would do the same work twice. */
  private static final double NEAR = 1.1;

  private static final double STEP = Math.sqrt(2);

  /** Above 256 pixels: enough to keep the content, and little enough to keep strokes large. */
  private static final double FINE_CONTENT = 0.4;

  /**
   * Returns the scales of a result: 96, 144, 192, 256, and steps of at most √2 from there.
   *
   * @param size the longer side of the result
   * @param patch the side of the finest scale's patches
   */
  static List<PatchScale> of(int size, int patch) {
    var scales = new ArrayList<PatchScale>();
    int at = 0;
    while (at < SIDES.length - 1 && SIDES[at] * NEAR < size) {
      scales.add(new PatchScale(SIDES[at], patch + LARGER[at], CONTENT[at]));
      at++;
    }
    int last = SIDES[at];
    if (size > last * NEAR) {
      scales.add(new PatchScale(last, patch + LARGER[at], CONTENT[at]));
      int steps = (int) Math.ceil(Math.log((double) size / last) / Math.log(STEP) - 1e-9);
      for (int i = 1; i < steps; i++) {
        int side = (int) Math.round(last * Math.pow((double) size / last, (double) i / steps));
        scales.add(new PatchScale(side, patch, FINE_CONTENT));
      }
      scales.add(new PatchScale(size, patch, FINE_CONTENT));
    } else {
      scales.add(new PatchScale(size, patch + LARGER[at], CONTENT[at]));
    }
    return scales;
  }

  /** The height of a picture at this scale. */
  int height(int height, int width) {
    return Math.max(1, (int) Math.round((double) side * height / Math.max(height, width)));
  }

  int width(int height, int width) {
    return height(width, height);
  }
}
