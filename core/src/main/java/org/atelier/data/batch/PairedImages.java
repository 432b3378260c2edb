package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/**
 * A batch of pairs: what is given, and what shall be made of it.
 *
 * @param inputs (N, C, H, W), float32 in [-1, 1]; of label maps, one channel a class, 1 where a
 *     pixel is of it and -1 elsewhere
 * @param targets (N, C', H, W), float32 in [-1, 1]
 */
public record PairedImages(NDArray inputs, NDArray targets) implements ImageBatch {
  /** The targets: what a discriminator calls real. */
  @Override
  public NDArray images() {
    return targets;
  }
}
