package org.atelier.image;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A bound on the processor time that a thread may spend on decoding one picture. Not on the time of
 * the clock: a loaded machine must not refuse good pictures.
 */
final class Deadline {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean MEASURED = THREADS.isCurrentThreadCpuTimeSupported();

  /** Calls between two looks at the clock, which costs about a microsecond. */
  private static final int INTERVAL = 1 << 12;

  private static final long BASE_NANOS = 3_000_000_000L;

  /** Several times what the slowest decoder (WebP) needs. */
  private static final long NANOS_PER_PIXEL = 1_000;

  private final long end;
  private int calls;

  /**
   * @param pixels that are decoded
   */
  Deadline(long pixels) {
    end = now() + BASE_NANOS + NANOS_PER_PIXEL * pixels;
  }

  /** Fails if the time is over; cheap enough to be called for every read. */
  void check() throws UnreadableFile {
    if ((++calls & INTERVAL - 1) == 0) {
      checkNow();
    }
  }

  /** Fails if the time is over. */
  void checkNow() throws UnreadableFile {
    if (now() > end) {
      throw UnreadableFile.damaged("decoding takes far longer than for any picture of this size");
    }
  }

  private static long now() {
    return MEASURED ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }
}
