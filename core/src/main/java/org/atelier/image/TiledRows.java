package org.atelier.image;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;

/**
 * The output of a network that is applied to overlapping tiles, blended. Tiles are computed from
 * left to right and from top to bottom; the sums of one row of tiles are kept, since all above its
 * overlap with the next is complete.
 */
final class TiledRows implements PictureRows {
  /** Rows that {@link #next} returns at once, at most. */
  private static final int AT_ONCE = 64;

  private final PictureRegions source;
  private final UnaryOperator<Picture> network;
  private final int tileHeight;
  private final int tileWidth;
  private final int[] tops;
  private final int[] lefts;
  private final float[][] rowWeights;
  private final float[][] columnWeights;
  private final int channels;

  /** Weighted sums of the rows of the current row of tiles, (tileHeight)(channels · width). */
  private final float[][] sums;

  /** The current row of tiles. */
  private int tileRow;

  /** The next row of pixels to be returned. */
  private int row;

  /**
   * Computes the first row of tiles.
   *
   * @param source the network's input
   * @param network maps a tile to a picture of its size
   * @param side height and width of tiles in pixels; less where the source is smaller
   * @param multiple offsets of tiles are multiples of this number, except the last's
   */
  TiledRows(
      PictureRegions source, UnaryOperator<Picture> network, int side, int overlap, int multiple) {
    this(source, network, side, overlap, overlap / 4, multiple);
  }

  /**
   * As the other.
   *
   * @param margin how much of an overlap, at the side of each tile, has weight 0
   */
  TiledRows(
      PictureRegions source,
      UnaryOperator<Picture> network,
      int side,
      int overlap,
      int margin,
      int multiple) {
    this.source = source;
    this.network = network;
    tileHeight = Math.min(side, source.height());
    tileWidth = Math.min(side, source.width());
    tops = Tiling.starts(source.height(), tileHeight, overlap, multiple);
    lefts = Tiling.starts(source.width(), tileWidth, overlap, multiple);
    rowWeights = weights(tops, tileHeight, overlap, margin, source.height());
    columnWeights = weights(lefts, tileWidth, overlap, margin, source.width());
    Picture first = tile(0, 0);
    channels = first.channels();
    sums = new float[tileHeight][Math.multiplyExact(channels, source.width())];
    add(first, 0, 0);
    addTiles(0, 1);
  }

  private static float[][] weights(int[] starts, int tile, int overlap, int margin, int length) {
    var weights = new float[starts.length][];
    for (int i = 0; i < starts.length; i++) {
      weights[i] =
          Tiling.weights(tile, overlap, margin, starts[i] == 0, starts[i] + tile == length);
    }
    return weights;
  }

  @Override
  public int channels() {
    return channels;
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
    if (row == height()) {
      throw new NoSuchElementException("All rows were read");
    }
    if (row == complete()) {
      advance();
    }
    int count = Math.min(AT_ONCE, complete() - row);
    int width = width();
    var values = new float[channels * count * width];
    for (int y = 0; y < count; y++) {
      float[] weight = weightsOf(row + y);
      float[] sum = sums[row + y - tops[tileRow]];
      for (int c = 0; c < channels; c++) {
        int to = (c * count + y) * width;
        for (int x = 0; x < width; x++) {
          values[to + x] = sum[c * width + x] / weight[x];
        }
      }
    }
    row += count;
    return new Picture(channels, count, width, values);
  }

  /** The end of the rows that later tiles do not change. */
  private int complete() {
    return tileRow + 1 == tops.length ? height() : tops[tileRow + 1];
  }

  private void advance() {
    int shift = tops[tileRow + 1] - tops[tileRow];
    tileRow++;
    for (int i = 0; i < tileHeight; i++) {
      if (i + shift < tileHeight) {
        float[] free = sums[i];
        sums[i] = sums[i + shift];
        sums[i + shift] = free;
      }
    }
    for (int i = Math.max(0, tileHeight - shift); i < tileHeight; i++) {
      Arrays.fill(sums[i], 0);
    }
    addTiles(tileRow, 0);
  }

  private void addTiles(int tileRow, int from) {
    for (int column = from; column < lefts.length; column++) {
      add(tile(tileRow, column), tileRow, column);
    }
  }

  private Picture tile(int tileRow, int column) {
    Picture made =
        network.apply(source.region(tops[tileRow], lefts[column], tileHeight, tileWidth));
    if (made.height() != tileHeight || made.width() != tileWidth) {
      throw new IllegalArgumentException(
          "Expected a network whose output has the size of its input, %s×%s pixels, but its output has %s×%s; its pictures cannot be divided into tiles"
              .formatted(tileHeight, tileWidth, made.height(), made.width()));
    }
    return made;
  }

  private void add(Picture tile, int tileRow, int column) {
    float[] rows = rowWeights[tileRow];
    float[] columns = columnWeights[column];
    for (int c = 0; c < channels; c++) {
      int to = c * width() + lefts[column];
      for (int y = 0; y < tileHeight; y++) {
        float[] sum = sums[y];
        int from = (c * tileHeight + y) * tileWidth;
        for (int x = 0; x < tileWidth; x++) {
          float share = rows[y] * columns[x];
          sum[to + x] += share * tile.values()[from + x];
        }
      }
    }
  }

  /** The sums of the weights of a row of pixels, added in the order of the tiles. */
  private float[] weightsOf(int y) {
    var weights = new float[width()];
    for (int t = 0; t < tops.length; t++) {
      if (tops[t] <= y && y < tops[t] + tileHeight) {
        float of = rowWeights[t][y - tops[t]];
        for (int column = 0; column < lefts.length; column++) {
          float[] columns = columnWeights[column];
          for (int x = 0; x < tileWidth; x++) {
            weights[lefts[column] + x] += of * columns[x];
          }
        }
      }
    }
    return weights;
  }
}
