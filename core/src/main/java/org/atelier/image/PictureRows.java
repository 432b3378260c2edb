package org.atelier.image;

import java.util.NoSuchElementException;

/**
 * A picture whose rows are computed from the top to the bottom, each once, so that only some of
 * them need to be on the Java heap.
 */
interface PictureRows {
  /** The number of pixels that {@link #of(PictureRegions)} reads at once. */
  int PIXELS_AT_ONCE = 1 << 20;

  /** Returns the number of channels of all rows. */
  int channels();

  /** Returns the total number of rows. */
  int height();

  /** Returns the number of pixels of a row. */
  int width();

  /**
   * Returns the next rows, at least one, as a picture of this width.
   *
   * @throws NoSuchElementException if all rows were returned
   */
  Picture next();

  /** Returns how many rows of this width are read at once. */
  static int rowsAtOnce(int width) {
    return Math.max(1, PIXELS_AT_ONCE / width);
  }

  /** Returns the rows of a picture, all at once. */
  static PictureRows of(Picture picture) {
    return new Bands(PictureRegions.of(picture), picture.height());
  }

  /** Returns the rows of a picture that is read in regions. */
  static PictureRows of(PictureRegions source) {
    return new Bands(source, rowsAtOnce(source.width()));
  }

  /** Returns all rows, from the first to the last, as a picture. */
  default Picture collect() {
    Picture part = next();
    if (part.height() == height()) {
      return part;
    }
    int plane = Math.multiplyExact(height(), width());
    var values = new float[Math.multiplyExact(channels(), plane)];
    for (int top = 0; ; part = next()) {
      int size = part.height() * width();
      for (int c = 0; c < channels(); c++) {
        System.arraycopy(part.values(), c * size, values, c * plane + top * width(), size);
      }
      top += part.height();
      if (top == height()) {
        return new Picture(channels(), height(), width(), values);
      }
    }
  }

  /** Reads regions over the whole width. */
  final class Bands implements PictureRows {
    private final PictureRegions source;
    private final int atOnce;
    private int top;

    private Bands(PictureRegions source, int atOnce) {
      this.source = source;
      this.atOnce = atOnce;
    }

    @Override
    public int channels() {
      return source.channels();
    }

    @Override
    public int height() {
      return source.height();
    }

    @Override
    public int width() {
      return source.width();
    }

    @Override
    public Picture next() {
      if (top == source.height()) {
        throw new NoSuchElementException("All rows were read");
      }
      int count = Math.min(atOnce, source.height() - top);
      Picture part = source.region(top, 0, count, source.width());
      top += count;
      return part;
    }
  }
}
