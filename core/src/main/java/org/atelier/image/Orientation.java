package org.atelier.image;

import java.awt.Rectangle;

/**
 * The orientation of the stored pixels, by the numbers 1 to 8 of EXIF and TIFF: they are rotated or
 * mirrored to be displayed upright.
 */
enum Orientation {
  /** EXIF 1. */
  NORMAL(false, false, false),
  /** EXIF 2. */
  FLIP_H(false, false, true),
  /** EXIF 3. */
  ROTATE_180(false, true, true),
  /** EXIF 4. */
  FLIP_V(false, true, false),
  /** EXIF 5: mirrored along the main diagonal (transposed). */
  FLIP_V_ROTATE_90(true, false, false),
  /** EXIF 6: rotated clockwise for display. */
  ROTATE_270(true, true, false),
  /** EXIF 7: mirrored along the other diagonal. */
  FLIP_H_ROTATE_90(true, true, true),
  /** EXIF 8: rotated counterclockwise for display. */
  ROTATE_90(true, false, true);

  private final boolean transposed;
  private final boolean rowsReversed;
  private final boolean columnsReversed;

  /** Transposition is applied first; the reversals refer to the stored rows and columns. */
  Orientation(boolean transposed, boolean rowsReversed, boolean columnsReversed) {
    this.transposed = transposed;
    this.rowsReversed = rowsReversed;
    this.columnsReversed = columnsReversed;
  }

  /** Returns the orientation of a number of EXIF; normal if it is not one of 1 to 8. */
  static Orientation ofNumber(long number) {
    return number >= 1 && number <= values().length ? values()[(int) number - 1] : NORMAL;
  }

  /** Returns whether height and width are exchanged. */
  boolean isTransposed() {
    return transposed;
  }

  /**
   * Returns the stored pixels of a region of the upright picture.
   *
   * @param height the height of the stored picture
   * @param width the width of the stored picture
   */
  Rectangle stored(Rectangle upright, int height, int width) {
    int rows = transposed ? upright.width : upright.height;
    int columns = transposed ? upright.height : upright.width;
    int top = transposed ? upright.x : upright.y;
    int left = transposed ? upright.y : upright.x;
    return new Rectangle(
        columnsReversed ? width - left - columns : left,
        rowsReversed ? height - top - rows : top,
        columns,
        rows);
  }

  /** Returns the picture in its display orientation. */
  Picture upright(Picture stored) {
    if (this == NORMAL) {
      return stored;
    }
    int height = transposed ? stored.width() : stored.height();
    int width = transposed ? stored.height() : stored.width();
    var upright = new float[stored.values().length];
    int to = 0;
    for (int c = 0; c < stored.channels(); c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int row = transposed ? x : y;
          int column = transposed ? y : x;
          row = rowsReversed ? stored.height() - 1 - row : row;
          column = columnsReversed ? stored.width() - 1 - column : column;
          upright[to++] = stored.values()[(c * stored.height() + row) * stored.width() + column];
        }
      }
    }
    return new Picture(stored.channels(), height, width, upright);
  }
}
