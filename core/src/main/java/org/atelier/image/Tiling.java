package org.atelier.image;

/**
 * How large pictures are cut, so that what a network holds at once stays small.
 *
 * <p>Tiles overlap, and fade into each other: of an overlap, the outer quarter of each tile does
 * not count, so that no seam is left where a network sees no further than that. A norm over each
 * picture (instance norm) is then one over each tile: a tile of bare sky is brought to the contrast
 * of any other, and colours may drift from tile to tile. The larger the tiles, the less of it;
 * pictures of at most {@code side}² pixels are not cut at all.
 *
 * @param side of a tile in pixels, at least 16
 * @param overlap of two neighbours in pixels, less than half of {@code side}
 */
public record Tiling(int side, int overlap) {
  /** Checks the numbers. */
  public Tiling {
    if (side < 16) {
      throw new IllegalArgumentException("side must be at least 16, but was " + side);
    }
    if (overlap < 0 || overlap > side / 2 - 1) {
      throw new IllegalArgumentException(
          "overlap must be from 0 to %s, less than half the side, but was %s"
              .formatted(side / 2 - 1, overlap));
    }
  }

  /** Tiles of 1024×1024 pixels that overlap by 128. */
  public static Tiling defaults() {
    return new Tiling(1024, 128);
  }

  /** Tiles of this side, which overlap by an eighth of it. */
  public static Tiling of(int side) {
    return new Tiling(side, side / 8);
  }

  /** Returns a copy with tiles of this side in pixels, at least 16. */
  public Tiling withSide(int side) {
    return new Tiling(side, overlap);
  }

  /** Returns a copy with this overlap in pixels, less than half the side. */
  public Tiling withOverlap(int overlap) {
    return new Tiling(side, overlap);
  }

  /** Whether a picture of this size is left whole. */
  boolean leavesWhole(int height, int width) {
    return (long) height * width <= (long) side * side;
  }

  /** Where tiles of one axis begin. */
  static int[] starts(int length, int tile, int overlap, int multiple) {
    if (length <= tile) {
      return new int[] {0};
    }
    int step = Math.max(multiple, (tile - overlap) / multiple * multiple);
    int count = (length - tile + step - 1) / step + 1;
    var starts = new int[count];
    for (int i = 0; i < count; i++) {
      // The last ends where the picture does, and overlaps by more.
      starts[i] = Math.min(i * step, length - tile);
    }
    return starts;
  }

  /**
   * How much each pixel of a tile counts along one axis: of the overlap with a neighbour, the outer
   * quarter not at all, and the middle half more and more.
   */
  static float[] weights(int tile, int overlap, boolean first, boolean last) {
    int margin = overlap / 4;
    float ramp = overlap - 2 * margin;
    var weights = new float[tile];
    for (int i = 0; i < tile; i++) {
      float left = first ? 1 : (i - margin + 0.5f) / ramp;
      float right = last ? 1 : (tile - 1 - i - margin + 0.5f) / ramp;
      weights[i] = Math.max(0, Math.min(1, Math.min(left, right)));
    }
    return weights;
  }
}
