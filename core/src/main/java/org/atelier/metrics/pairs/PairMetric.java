package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import org.atelier.metrics.Fingerprint;
import org.atelier.metrics.ValueRange;

/** A comparison of each picture with its reference. */
public interface PairMetric {
  /** Its name, such as {@code "PSNR"}. */
  String name();

  /** Its settings, as a {@link Fingerprint} has them. */
  String protocol();

  /** Between which values the pictures lie. */
  ValueRange range();

  /** Whether more of it is better. */
  boolean higherIsBetter();

  /** The network it looks through, or {@link Fingerprint#NONE}. */
  default String network() {
    return Fingerprint.NONE;
  }

  /** SHA-256 of that network's weights, or {@link Fingerprint#NONE}. */
  default String networkHash() {
    return Fingerprint.NONE;
  }

  /**
   * One number a pair; differentiable where the thread records.
   *
   * @param actual (N, C, H, W) in {@link #range}
   * @param expected the same shape
   * @return (N), attached to the manager of {@code actual}, as is what is computed on the way: call
   *     it in a manager that lives for a batch
   * @throws IllegalArgumentException if the shapes differ or do not fit
   */
  NDArray of(NDArray actual, NDArray expected);
}
