package org.atelier.image;

/** Puts rows of whole numbers into the planes of a picture, as values in [-1, 1]. */
final class TiffPlanes {
  private static final int MOST_TABLE_BITS = 16;
  private static final int MIN_TABLE = 256;

  private final TiffLayout layout;
  private final float[] planes;
  private final float[][] palette;
  private final int colours;

  /**
   * The value of each number of a colour and of alpha; empty if a picture has fewer pixels than the
   * range has numbers.
   */
  private final float[] colourValues;

  private final float[] alphaValues;

  /**
   * @param palette by colour; empty for other pictures
   * @param colours planes before alpha's
   */
  TiffPlanes(TiffLayout layout, float[] planes, float[][] palette, int colours) {
    this.layout = layout;
    this.planes = planes;
    this.palette = palette;
    this.colours = colours;
    long numbers = 1L << layout.bits();
    boolean tabled =
        layout.bits() <= MOST_TABLE_BITS
            && numbers <= Math.max(MIN_TABLE, (long) layout.width() * layout.height());
    alphaValues = new float[tabled ? (int) numbers : 0];
    colourValues = new float[alphaValues.length];
    for (int i = 0; i < alphaValues.length; i++) {
      alphaValues[i] = value(i, false);
      colourValues[i] = value(i, layout.colour() == TiffLayout.Colour.WHITE_IS_ZERO);
    }
  }

  private float value(long number, boolean inverted) {
    long most = (1L << layout.bits()) - 1;
    // In floats where they are exact, as for the other formats.
    float value =
        layout.bits() <= MOST_TABLE_BITS
            ? number / (most / 2f) - 1
            : (float) (number / (most / 2.0) - 1);
    return inverted ? -value : value;
  }

  /**
   * @param row samples of a chunk's row
   * @param plane the sample that the chunk holds; -1 for all
   */
  void put(int[] row, int y, int left, int plane) {
    int count = Math.min(layout.chunkWidth(), layout.width() - left);
    int to = y * layout.width() + left;
    int step = plane < 0 ? layout.samples() : 1;
    int first = Math.max(plane, 0);
    for (int s = first; s < (plane < 0 ? layout.samples() : plane + 1); s++) {
      int from = plane < 0 ? s : 0;
      if (s == layout.alpha()) {
        fill(row, from, step, count, alphaValues, colours, to);
      } else if (palette.length > 0 && s == 0) {
        for (int c = 0; c < colours; c++) {
          fill(row, from, step, count, palette[c], c, to);
        }
      } else if (s < layout.colour().samples()) {
        fill(row, from, step, count, colourValues, s, to);
      }
    }
  }

  private void fill(int[] row, int from, int step, int count, float[] values, int plane, int to) {
    int at = plane * layout.width() * layout.height() + to;
    if (values.length > 0) {
      for (int x = 0; x < count; x++) {
        planes[at + x] = values[row[from + x * step]];
      }
      return;
    }
    boolean inverted = plane < colours && layout.colour() == TiffLayout.Colour.WHITE_IS_ZERO;
    for (int x = 0; x < count; x++) {
      planes[at + x] = value(Integer.toUnsignedLong(row[from + x * step]), inverted);
    }
  }
}
