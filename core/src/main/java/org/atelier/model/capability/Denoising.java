package org.atelier.model.capability;

/**
 * An auto-encoder that can be trained with noisy inputs and clean targets (the denoising criterion
 * of Im et al., arXiv:1511.06406), so that {@link #reconstruct} removes noise.
 */
public interface Denoising extends Reconstructing {
  /**
   * Returns the standard deviation of the Gaussian noise added to the inputs in training, for
   * pictures in [-1, 1]; 0 if the model was not trained to remove noise.
   */
  double inputNoise();
}
