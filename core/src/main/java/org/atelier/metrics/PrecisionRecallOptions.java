package org.atelier.metrics;

/**
 * How {@link PrecisionRecall} is taken.
 *
 * @param neighbours k: a picture's ball reaches its k-th nearest neighbour; at least 1
 * @param borderCounts whether a picture on a ball's border is inside (Kynkäänniemi et al.) or not
 *     (Naeem et al.); the two differ where pictures are equal
 */
public record PrecisionRecallOptions(int neighbours, boolean borderCounts) {
  /** Checks the number. */
  public PrecisionRecallOptions {
    Options.atLeast(1, "neighbours", neighbours);
  }

  /** Naeem et al.: 5 neighbours, the border is outside. */
  public static PrecisionRecallOptions defaults() {
    return new PrecisionRecallOptions(5, false);
  }

  /** The same with so many neighbours; 3 is Kynkäänniemi et al.'s number. */
  public PrecisionRecallOptions withNeighbours(int neighbours) {
    return new PrecisionRecallOptions(neighbours, borderCounts);
  }

  /** The same with the border inside or outside. */
  public PrecisionRecallOptions withBorderCounts(boolean borderCounts) {
    return new PrecisionRecallOptions(neighbours, borderCounts);
  }

  String description() {
    return "%s neighbours, border %s".formatted(neighbours, borderCounts ? "inside" : "outside");
  }
}
