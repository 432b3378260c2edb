package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/**
 * A batch of picture pairs for paired image-to-image translation.
 *
 * @param inputs (N, C, H, W), float32 in [-1, 1]; class maps are one-hot encoded, 1 where a pixel
 *     is of the class and -1 elsewhere
 * @param targets (N, C', H, W), float32 in [-1, 1]
 */
public record PairedImages(NDArray inputs, NDArray targets) implements ImageBatch {
  /** Returns the targets: the discriminator's real pictures. */
  @Override
  public NDArray images() {
    return targets;
  }
}
