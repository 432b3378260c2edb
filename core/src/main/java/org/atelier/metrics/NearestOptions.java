package org.atelier.metrics;

/**
 * How {@link NearestPictures} searches.
 *
 * @param count neighbours of each picture, at least 1
 * @param batchSize pictures of the source in memory at once, at least 1
 */
public record NearestOptions(int count, int batchSize) {
  /** Checks the numbers. */
  public NearestOptions {
    Options.atLeast(1, "count", count);
    Options.atLeast(1, "batchSize", batchSize);
  }

  /** Five neighbours, 256 pictures at once. */
  public static NearestOptions defaults() {
    return new NearestOptions(5, 256);
  }

  /** The same with so many neighbours. */
  public NearestOptions withCount(int count) {
    return new NearestOptions(count, batchSize);
  }

  /** The same with so many pictures in memory. */
  public NearestOptions withBatchSize(int batchSize) {
    return new NearestOptions(count, batchSize);
  }
}
