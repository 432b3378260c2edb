package org.atelier.engine;

/** The precision in which networks compute. Parameters and results are float32 in both. */
public enum Precision {
  /** Computes everything in float32. */
  FLOAT32,
  /**
   * Mixed precision: matrix products and the operations between them in bfloat16; parameters,
   * statistics and affine parameters of norms, and a network's inputs and results in float32.
   * Faster on hardware with bfloat16 units, slower on other hardware.
   */
  MIXED
}
