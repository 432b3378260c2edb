package org.atelier.cli.dream;

import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.jspecify.annotations.Nullable;

/**
 * The size of a dream.
 *
 * @param longer the longer side in pixels; null for the picture's own, at most {@link #MOST}
 */
record DreamSize(@Nullable Integer longer) {
  /** With it, a dream ends within minutes on two slow cores. */
  static final int MOST = 1024;

  /** A picture in this size. */
  Picture of(Picture picture) {
    int side = Math.max(picture.height(), picture.width());
    int wanted = longer == null ? Math.min(side, MOST) : longer;
    if (wanted == side) {
      return picture;
    }
    double factor = (double) wanted / side;
    return Resizer.BICUBIC
        .resize(
            picture,
            Math.max(1, (int) Math.round(picture.height() * factor)),
            Math.max(1, (int) Math.round(picture.width() * factor)))
        .clamped();
  }
}
