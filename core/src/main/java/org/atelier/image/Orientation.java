package org.atelier.image;

import java.awt.Rectangle;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The orientation of the stored pixels, by the names of ImageIO's standard metadata and the numbers
 * of EXIF: they are rotated or mirrored to be displayed upright.
 */
enum Orientation {
  /** EXIF 1. */
  NORMAL("Normal", false, false, false),
  /** EXIF 2. */
  FLIP_H("FlipH", false, false, true),
  /** EXIF 3. */
  ROTATE_180("Rotate180", false, true, true),
  /** EXIF 4. */
  FLIP_V("FlipV", false, true, false),
  /** EXIF 5: mirrored along the main diagonal (transposed). */
  FLIP_V_ROTATE_90("FlipVRotate90", true, false, false),
  /** EXIF 6: rotated clockwise for display. */
  ROTATE_270("Rotate270", true, true, false),
  /** EXIF 7: mirrored along the other diagonal. */
  FLIP_H_ROTATE_90("FlipHRotate90", true, true, true),
  /** EXIF 8: rotated counterclockwise for display. */
  ROTATE_90("Rotate90", true, false, true);

  private final String standardName;
  private final boolean transposed;
  private final boolean rowsReversed;
  private final boolean columnsReversed;

  /** Transposition is applied first; the reversals refer to the stored rows and columns. */
  Orientation(
      String standardName, boolean transposed, boolean rowsReversed, boolean columnsReversed) {
    this.standardName = standardName;
    this.transposed = transposed;
    this.rowsReversed = rowsReversed;
    this.columnsReversed = columnsReversed;
  }

  /** Reads the orientation from a {@code javax_imageio_1.0} tree; normal if it has none. */
  static Orientation ofStandardMetadata(@Nullable Node tree) {
    if (tree instanceof Element root) {
      var nodes = root.getElementsByTagName("ImageOrientation");
      for (int i = 0; i < nodes.getLength(); i++) {
        var name = ((Element) nodes.item(i)).getAttribute("value");
        for (var orientation : values()) {
          if (orientation.standardName.equalsIgnoreCase(name)) {
            return orientation;
          }
        }
      }
    }
    return NORMAL;
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
