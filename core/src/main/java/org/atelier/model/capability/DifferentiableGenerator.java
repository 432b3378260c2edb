package org.atelier.model.capability;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A latent model whose pictures can be differentiated by their latents, as inversion needs it. */
public interface DifferentiableGenerator extends LatentModel {
  /** The device of the model's parameters, on which latents must be. */
  Device device();

  /**
   * What {@link #sample(int, long)} computes, for arrays: in evaluation mode, by the averaged
   * parameters if they are kept, recorded where the thread records.
   *
   * @param latents (N, latent), float32
   * @param conditions one array (N, …) for each of {@link #conditionShapes}
   * @return (N, C, H, W), attached to the manager of the latents
   */
  NDArray generate(NDArray latents, NDList conditions);
}
