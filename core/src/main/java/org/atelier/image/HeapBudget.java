package org.atelier.image;

/**
 * How many bytes of the Java heap a picture may take. What a picture needs is compared with it
 * before memory is allocated, so that a picture that is too large is refused in words.
 *
 * @param bytes at least 0
 */
record HeapBudget(long bytes) {
  /**
   * The share of the heap: an array must fit into the old generation, which is two thirds of it for
   * the serial collector, beside what the program keeps there.
   */
  private static final double SHARE = 0.6;

  /** The budget of this Java process: 60 % of the largest size of its heap. */
  static HeapBudget ofThisProcess() {
    return new HeapBudget((long) (Runtime.getRuntime().maxMemory() * SHARE));
  }

  /** Returns whether this many bytes are within the budget. */
  boolean allows(long needed) {
    return needed <= bytes;
  }

  /**
   * Returns how to get enough memory.
   *
   * @param needed bytes of a picture
   */
  static String advice(long needed) {
    long gigabytes = (long) Math.ceil(needed / SHARE / (1L << 30));
    return "start Java with -Xmx%1$sg (./atelier: ATELIER_JAVA_OPTIONS=-Xmx%1$sg)"
        .formatted(Math.max(1, gigabytes));
  }
}
