package org.atelier.translation.dream;

import java.util.ArrayList;
import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * How the gradient of a large picture is computed, tile by tile. Tiles begin at another place in
 * each step, so that no seam is ever twice at the same place; each is computed with a margin, which
 * is cut off.
 *
 * @param side of a tile without its margin, in pixels; a picture of no more than side² pixels is
 *     computed whole. A multiple of 32
 * @param margin at each side of a tile, in pixels, a multiple of 32
 */
public record Tiles(int side, int margin) {
  /** The stride of the networks' coarsest features: tiles begin at their positions. */
  private static final int GRID = 32;

  /** Checks the numbers. */
  public Tiles {
    OptionChecks.atLeast(GRID, "side", side);
    OptionChecks.atLeast(0, "margin", margin);
    if (side % GRID != 0 || margin % GRID != 0) {
      throw new IllegalArgumentException(
          "side and margin must be multiples of %s, but were %s and %s"
              .formatted(GRID, side, margin));
    }
  }

  /** Tiles of 768 pixels with a margin of 64. */
  public static Tiles defaults() {
    return new Tiles(768, 64);
  }

  /** Returns a copy with another side in pixels, a multiple of 32. */
  public Tiles withSide(int side) {
    return new Tiles(side, margin);
  }

  /** Returns a copy with another margin in pixels, a multiple of 32. */
  public Tiles withMargin(int margin) {
    return new Tiles(side, margin);
  }

  boolean leavesWhole(long height, long width) {
    return height * width <= (long) side * side;
  }

  /**
   * A tile along one side of the picture, in pixels.
   *
   * @param from where its part of the gradient begins
   * @param to where it ends
   * @param first where the pixels that are computed begin
   * @param end where they end
   */
  record Span(long from, long to, long first, long end) {
    long length() {
      return end - first;
    }
  }

  /**
   * The tiles along a side of this length.
   *
   * @param random in [0, 1), where the first one ends
   */
  List<Span> along(long length, double random) {
    var spans = new ArrayList<Span>();
    long end = Math.min(length, GRID * (1 + (long) (random * (side / GRID))));
    for (long from = 0; from < length; from = end, end = Math.min(length, end + side)) {
      spans.add(new Span(from, end, Math.max(0, from - margin), Math.min(length, end + margin)));
    }
    return spans;
  }
}
