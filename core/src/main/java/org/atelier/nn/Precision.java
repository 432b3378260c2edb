package org.atelier.nn;

import java.util.function.Supplier;

/** The precision in which a network computes. Parameters and what leaves it are always float32. */
public enum Precision {
  /** Everything in float32. */
  FLOAT32,
  /**
   * Matrix products and what stands between them in bfloat16; parameters, statistics and affine
   * parameters of norms, and what enters or leaves the network in float32. Faster where the
   * processor has bfloat16 units, slower elsewhere.
   */
  MIXED;

  private static final ThreadLocal<Boolean> EXACT = ThreadLocal.withInitial(() -> false);

  /**
   * Runs {@code work} for a second derivative (gradient penalties): every network on this thread is
   * in float32, whatever its own precision, since bfloat16 is not to be trusted there, and written
   * to be differentiated twice ({@link Mode#differentiatedTwice}).
   */
  public static <T> T exactly(Supplier<T> work) {
    boolean before = EXACT.get();
    EXACT.set(true);
    try {
      return work.get();
    } finally {
      EXACT.set(before);
    }
  }

  /** Whether the thread asks for it. */
  static boolean isExact() {
    return EXACT.get();
  }
}
