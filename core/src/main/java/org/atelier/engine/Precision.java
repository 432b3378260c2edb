package org.atelier.engine;

/** The precision in which networks compute. Parameters and results are float32 in any. */
public enum Precision {
  /** Everything in float32. */
  FLOAT32,
  /**
   * Matrix products and the operations between them in bfloat16; parameters, statistics and affine
   * parameters of norms, and a network's inputs and results in float32. Faster where the processor
   * has bfloat16 units, slower elsewhere.
   */
  MIXED
}
