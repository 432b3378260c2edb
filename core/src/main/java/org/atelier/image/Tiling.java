package org.atelier.image;

/**
 * How large pictures are divided into overlapping tiles, which bounds the memory of a network's
 * activations.
 *
 * <p>Overlaps are blended linearly; the outer quarter of each tile's overlap has weight 0, so that
 * no seam is visible if the receptive field of an output reaches no further. Instance normalisation
 * is computed over each tile instead of over the picture: a tile of plain sky is normalised to the
 * contrast of any other, and colours may differ between tiles. Larger tiles reduce the effect;
 * pictures of at most {@code side}² pixels are not tiled.
 *
 * @param side the height and width of a tile in pixels, at least 16
 * @param overlap the overlap of neighbouring tiles in pixels, less than half of {@code side}
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

  /** Returns tiles of 1024×1024 pixels with an overlap of 128 pixels. */
  public static Tiling defaults() {
    return new Tiling(1024, 128);
  }

  /** Returns tiles of this side in pixels, at least 16, with an overlap of an eighth of it. */
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

  /** Returns whether a picture of this size is not tiled. */
  boolean leavesWhole(long height, int width) {
    return height * width <= (long) side * side;
  }

  /** Returns the offsets of the tiles along one axis. */
  static int[] starts(int length, int tile, int overlap, int multiple) {
    if (length <= tile) {
      return new int[] {0};
    }
    int step = Math.max(multiple, (tile - overlap) / multiple * multiple);
    int count = (length - tile + step - 1) / step + 1;
    var starts = new int[count];
    for (int i = 0; i < count; i++) {
      // The last tile ends with the picture, so its overlap is larger.
      starts[i] = Math.min(i * step, length - tile);
    }
    return starts;
  }

  /**
   * Returns the blending weights of a tile along one axis: 0 in the outer quarter of an overlap,
   * rising linearly over its middle half.
   */
  static float[] weights(int tile, int overlap, boolean first, boolean last) {
    return weights(tile, overlap, overlap / 4, first, last);
  }

  /**
   * Returns the blending weights of a tile along one axis: 0 in the outer {@code margin} pixels of
   * an overlap, rising linearly over its middle.
   */
  static float[] weights(int tile, int overlap, int margin, boolean first, boolean last) {
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
