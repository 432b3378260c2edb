package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

/**
 * Options of {@link NearestPictures}.
 *
 * @param count number of neighbours of each sample, at least 1
 * @param batchSize number of pictures of the source in memory at once, at least 1
 */
public record NearestOptions(int count, int batchSize) {
  /** Checks the range of both components. */
  public NearestOptions {
    OptionChecks.atLeast(1, "count", count);
    OptionChecks.atLeast(1, "batchSize", batchSize);
  }

  /** Returns the default: five neighbours, batches of 256 pictures. */
  public static NearestOptions defaults() {
    return new NearestOptions(5, 256);
  }

  /** Returns a copy with this many neighbours of each sample, at least 1. */
  public NearestOptions withCount(int count) {
    return new NearestOptions(count, batchSize);
  }

  /** Returns a copy with this many pictures of the source in memory at once, at least 1. */
  public NearestOptions withBatchSize(int batchSize) {
    return new NearestOptions(count, batchSize);
  }
}
