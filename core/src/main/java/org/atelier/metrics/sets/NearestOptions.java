package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

/**
 * How {@link NearestPictures} searches.
 *
 * @param count neighbours of each picture, at least 1
 * @param batchSize pictures of the source in memory at once, at least 1
 */
public record NearestOptions(int count, int batchSize) {
  /** Checks the numbers. */
  public NearestOptions {
    OptionChecks.atLeast(1, "count", count);
    OptionChecks.atLeast(1, "batchSize", batchSize);
  }

  /** Five neighbours, 256 pictures at once. */
  public static NearestOptions defaults() {
    return new NearestOptions(5, 256);
  }

  /** Returns a copy with this many neighbours of each picture, at least 1. */
  public NearestOptions withCount(int count) {
    return new NearestOptions(count, batchSize);
  }

  /** Returns a copy with this many pictures of the source in memory at once, at least 1. */
  public NearestOptions withBatchSize(int batchSize) {
    return new NearestOptions(count, batchSize);
  }
}
