package org.atelier.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Arranges pictures of one size in a grid, in row-major order, as torchvision's {@code make_grid}
 * does.
 *
 * @param columns pictures per row, at least 1; 0 for a near-square grid of ⌈√n⌉ columns for n
 *     pictures
 * @param padding pixels between pictures and around all of them
 * @param background the grey level of the padding and of empty cells, in [-1, 1]: -1 is black, 1 is
 *     white
 * @param leastSize smaller pictures are magnified by an integer factor with nearest-neighbour
 *     interpolation until their shorter side has at least this many pixels; 0 disables
 *     magnification
 */
public record PictureGrid(int columns, int padding, float background, int leastSize) {
  /** Checks the ranges. */
  public PictureGrid {
    if (columns < 0) {
      throw new IllegalArgumentException(
          "columns must be at least 1, or 0 for a near-square grid, but was " + columns);
    }
    if (padding < 0) {
      throw new IllegalArgumentException("padding must be at least 0, but was " + padding);
    }
    if (!(background >= -1 && background <= 1)) {
      throw new IllegalArgumentException("background must be in [-1, 1], but was " + background);
    }
    if (leastSize < 0) {
      throw new IllegalArgumentException("leastSize must be at least 0, but was " + leastSize);
    }
  }

  /** Returns a near-square grid, 2 pixels of white padding, no magnification. */
  public static PictureGrid defaults() {
    return new PictureGrid(0, 2, 1, 0);
  }

  /** Returns a copy with this many columns; 0 for a near-square grid. */
  public PictureGrid withColumns(int columns) {
    return new PictureGrid(columns, padding, background, leastSize);
  }

  /** Returns a copy with this many pixels between pictures, at least 0. */
  public PictureGrid withPadding(int padding) {
    return new PictureGrid(columns, padding, background, leastSize);
  }

  /** Returns a copy with this background grey level, in [-1, 1]. */
  public PictureGrid withBackground(float background) {
    return new PictureGrid(columns, padding, background, leastSize);
  }

  /** Returns a copy that magnifies pictures whose shorter side has fewer pixels; 0 disables it. */
  public PictureGrid withLeastSize(int leastSize) {
    return new PictureGrid(columns, padding, background, leastSize);
  }

  /**
   * Returns one picture of all.
   *
   * @param pictures at least one, all of one height and width; alpha is composited on the
   *     background
   * @return one channel if all pictures are grey, else RGB
   * @throws IllegalArgumentException if there is no picture, they are of several sizes, or the grid
   *     would have more than 2,147,483,647 values
   */
  public Picture arrange(List<Picture> pictures) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one picture for a grid, but got none");
    }
    var cells = prepare(pictures);
    int count = cells.size();
    int across = columns > 0 ? columns : (int) Math.ceil(Math.sqrt(count));
    int down = (int) (((long) count + across - 1) / across);
    var first = cells.get(0);
    int stepY = first.height() + padding;
    int stepX = first.width() + padding;
    double tall = (double) down * stepY + padding;
    double wide = (double) across * stepX + padding;
    if (first.channels() * tall * wide > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A grid of %,d columns and %,d rows would have %,.0f×%,.0f pixels, more than a picture"
                  + " can have; choose fewer columns, or fewer or smaller pictures",
              across,
              down,
              wide,
              tall));
    }
    int height = (int) tall;
    int width = (int) wide;
    var values = new float[first.channels() * height * width];
    Arrays.fill(values, background);
    for (int i = 0; i < count; i++) {
      int top = padding + i / across * stepY;
      int left = padding + i % across * stepX;
      var cell = cells.get(i);
      for (int c = 0; c < cell.channels(); c++) {
        for (int y = 0; y < cell.height(); y++) {
          System.arraycopy(
              cell.values(),
              (c * cell.height() + y) * cell.width(),
              values,
              (c * height + top + y) * width + left,
              cell.width());
        }
      }
    }
    return new Picture(first.channels(), height, width, values);
  }

  private List<Picture> prepare(List<Picture> pictures) {
    var first = pictures.get(0);
    List<Picture> opaque = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      var picture = pictures.get(i);
      if (picture.height() != first.height() || picture.width() != first.width()) {
        throw new IllegalArgumentException(
            "Expected pictures of one size, but number 0 has %s×%s pixels and number %s has %s×%s; resize them first"
                .formatted(first.height(), first.width(), i, picture.height(), picture.width()));
      }
      opaque.add(picture.over(background));
    }
    int shorter = Math.min(first.height(), first.width());
    int times = Math.max(1, (leastSize + shorter - 1) / shorter);
    boolean grey = opaque.stream().allMatch(picture -> picture.channels() == 1);
    return opaque.stream()
        .map(picture -> magnified(grey ? picture : picture.toRgb(), times))
        .toList();
  }

  /** Magnifies every pixel to {@code times}×{@code times} pixels. */
  private static Picture magnified(Picture picture, int times) {
    if (times == 1) {
      return picture;
    }
    int height = picture.height() * times;
    int width = picture.width() * times;
    var values = new float[picture.channels() * height * width];
    for (int i = 0; i < values.length; i++) {
      int row = i / width / times;
      values[i] = picture.values()[row * picture.width() + i % width / times];
    }
    return new Picture(picture.channels(), height, width, values);
  }
}
