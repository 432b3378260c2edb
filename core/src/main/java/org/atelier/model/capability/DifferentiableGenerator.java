package org.atelier.model.capability;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * A latent model whose pictures can be differentiated with respect to their latents, as inversion
 * requires.
 */
public interface DifferentiableGenerator extends LatentModel {
  /** Returns the device of the model's parameters, on which latents must be. */
  Device device();

  /**
   * Generates pictures as arrays: in evaluation mode, with the EMA of the parameters if it is kept,
   * and recorded for autograd if the thread records.
   *
   * @param latents (N, latent), float32
   * @param conditions one array (N, …) for each of {@link #conditionShapes}
   * @return (N, C, H, W) in [-1, 1], attached to the manager of the latents
   */
  NDArray generate(NDArray latents, NDList conditions);
}
