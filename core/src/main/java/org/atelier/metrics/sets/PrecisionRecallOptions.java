package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

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
    OptionChecks.atLeast(1, "neighbours", neighbours);
  }

  /** Naeem et al.: 5 neighbours, the border is outside. */
  public static PrecisionRecallOptions defaults() {
    return new PrecisionRecallOptions(5, false);
  }

  /** Returns a copy with this k, at least 1; Kynkäänniemi et al. take 3. */
  public PrecisionRecallOptions withNeighbours(int neighbours) {
    return new PrecisionRecallOptions(neighbours, borderCounts);
  }

  /** Returns a copy that counts a picture on the border of a ball as inside, or as outside. */
  public PrecisionRecallOptions withBorderCounts(boolean borderCounts) {
    return new PrecisionRecallOptions(neighbours, borderCounts);
  }

  String description() {
    return "%s neighbours, border %s".formatted(neighbours, borderCounts ? "inside" : "outside");
  }
}
