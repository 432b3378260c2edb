package org.atelier.translation.style;

import org.atelier.image.Picture;

/**
 * The margin of a scanned painting: its frame, or the edge of the canvas, which a transfer would
 * take for strokes.
 */
public final class PaintingMargin {
  /** Enough for most scans. */
  public static final double USUAL = 0.04;

  private static final double MOST = 0.4;

  private PaintingMargin() {}

  /**
   * Crops a margin at each side. A mask of the painting is cropped alike.
   *
   * @param painting of any channels
   * @param share of the longer side, in [0, 0.4]
   */
  public static Picture cropped(Picture painting, double share) {
    if (!(share >= 0 && share <= MOST)) {
      throw new IllegalArgumentException("share must be in [0, 0.4], but was " + share);
    }
    int height = painting.height();
    int width = painting.width();
    int margin = (int) Math.round(share * Math.max(height, width));
    int rows = Math.min(margin, (int) (MOST * height));
    int columns = Math.min(margin, (int) (MOST * width));
    return painting.crop(rows, columns, height - 2 * rows, width - 2 * columns);
  }
}
