package org.atelier.image;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A picture as a network's input: converted, and padded by reflection to a size that the network
 * accepts, with the picture in the middle.
 *
 * @param source the picture
 * @param input converts pixels to the network's input, each by itself
 * @param channels the network's input channels
 * @param height at least the picture's
 * @param width at least the picture's
 */
record PaddedRegions(
    PictureRegions source, UnaryOperator<Picture> input, int channels, int height, int width)
    implements PictureRegions {
  @Override
  public Picture region(int top, int left, int height, int width) {
    if (this.height == source.height() && this.width == source.width()) {
      return input.apply(source.region(top, left, height, width));
    }
    int[] rows = indices(top - (this.height - source.height()) / 2, height, source.height());
    int[] columns = indices(left - (this.width - source.width()) / 2, width, source.width());
    int firstRow = Arrays.stream(rows).min().orElseThrow();
    int firstColumn = Arrays.stream(columns).min().orElseThrow();
    Picture part =
        input.apply(
            source.region(
                firstRow,
                firstColumn,
                Arrays.stream(rows).max().orElseThrow() - firstRow + 1,
                Arrays.stream(columns).max().orElseThrow() - firstColumn + 1));
    var values = new float[Math.multiplyExact(part.channels(), height * width)];
    int to = 0;
    for (int c = 0; c < part.channels(); c++) {
      for (int row : rows) {
        int from = (c * part.height() + row - firstRow) * part.width() - firstColumn;
        for (int column : columns) {
          values[to++] = part.values()[from + column];
        }
      }
    }
    return new Picture(part.channels(), height, width, values);
  }

  private static int[] indices(int from, int count, int length) {
    var indices = new int[count];
    Arrays.setAll(indices, i -> Picture.reflect(from + i, length));
    return indices;
  }
}
