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
   * Runs {@code work} with every network in float32 on this thread, whatever their own precision:
   * second derivatives (gradient penalties) are not to be trusted in bfloat16.
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

  /** This precision, unless the thread asks for an exact one. */
  Precision here() {
    return EXACT.get() ? FLOAT32 : this;
  }
}
