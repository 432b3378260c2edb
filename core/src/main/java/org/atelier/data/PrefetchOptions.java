package org.atelier.data;

/**
 * Options of background loading.
 *
 * @param threads the number of loading threads, from 1 to 64
 * @param ahead the number of batches that are loaded in advance, at least 1; each takes the memory
 *     of a batch on the Java heap
 */
public record PrefetchOptions(int threads, int ahead) {
  /** Checks the values. */
  public PrefetchOptions {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("threads must be from 1 to 64, but was " + threads);
    }
    if (ahead < 1) {
      throw new IllegalArgumentException("ahead must be at least 1, but was " + ahead);
    }
  }

  /** Returns one thread and four batches in advance. */
  public static PrefetchOptions defaults() {
    return new PrefetchOptions(1, 4);
  }

  /** Returns a copy with this many loading threads, from 1 to 64. */
  public PrefetchOptions withThreads(int threads) {
    return new PrefetchOptions(threads, ahead);
  }

  /** Returns a copy with this many batches loaded in advance, at least 1. */
  public PrefetchOptions withAhead(int ahead) {
    return new PrefetchOptions(threads, ahead);
  }
}
