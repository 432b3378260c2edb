package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

/**
 * Options of {@link PrecisionRecall}.
 *
 * @param neighbours k: the radius of a ball is the distance to the k-th nearest neighbour; at least
 *     1
 * @param borderCounts whether a picture on the border of a ball is inside (d ≤ r, Kynkäänniemi et
 *     al. and torch-fidelity) or outside (d &lt; r, Naeem et al.'s prdc); the results differ if
 *     features are equal
 */
public record PrecisionRecallOptions(int neighbours, boolean borderCounts) {
  /** Checks that k is at least 1. */
  public PrecisionRecallOptions {
    OptionChecks.atLeast(1, "neighbours", neighbours);
  }

  /** Returns the settings of Naeem et al.: 5 neighbours, the border is outside. */
  public static PrecisionRecallOptions defaults() {
    return new PrecisionRecallOptions(5, false);
  }

  /** Returns a copy with this k, at least 1; Kynkäänniemi et al. use 3. */
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
