package org.atelier.nn;

/** The precision in which a network computes. Parameters and what leaves it are always float32. */
public enum Precision {
  /** Everything in float32. */
  FLOAT32,
  /**
   * Matrix products and what stands between them in bfloat16; parameters, statistics and affine
   * parameters of norms, and what enters or leaves the network in float32. Faster where the
   * processor has bfloat16 units, slower elsewhere.
   */
  MIXED
}
