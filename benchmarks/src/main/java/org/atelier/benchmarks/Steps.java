package org.atelier.benchmarks;

import java.io.IOException;

/** Work that is done again and again, and timed. */
interface Steps extends AutoCloseable {
  /** Runs {@code count} steps and gives the nanoseconds that they took. */
  long run(int count) throws IOException;

  /** A number of the last step; one that is not finite did no real work. */
  float lastLoss();

  @Override
  void close();
}
