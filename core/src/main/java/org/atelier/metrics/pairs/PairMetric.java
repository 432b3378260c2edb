package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import org.atelier.image.ValueRange;
import org.atelier.metrics.Fingerprint;

/** A metric of pictures and their references, such as PSNR; one value for each pair. */
public interface PairMetric {
  /** Returns the name, such as {@code "PSNR"}. */
  String name();

  /** Returns the settings, for the {@link Fingerprint}. */
  String protocol();

  /** Returns the value range of the pictures. */
  ValueRange range();

  /** Returns whether higher values are better. */
  boolean higherIsBetter();

  /** Returns the name of the feature network, or {@link Fingerprint#NONE}. */
  default String network() {
    return Fingerprint.NONE;
  }

  /** Returns the SHA-256 of the feature network's weights, or {@link Fingerprint#NONE}. */
  default String networkHash() {
    return Fingerprint.NONE;
  }

  /**
   * Computes the metric for each pair; differentiable if the thread records.
   *
   * @param actual (N, C, H, W) in {@link #range}
   * @param expected the same shape
   * @return (N), attached to the manager of {@code actual}, as are intermediate results: attach
   *     {@code actual} to a manager that is closed after the batch
   * @throws IllegalArgumentException if the shapes differ or are invalid for the metric
   */
  NDArray of(NDArray actual, NDArray expected);
}
