package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.Picture;

/**
 * A model whose prior is not fixed before the training, but fitted to the codes of pictures
 * afterwards, such as a VQ-VAE. (A model with continuous latents is an {@link Encoding} and a
 * {@link LatentModel}: fit an {@link org.atelier.latent.LatentMixture} to its encoded pictures.)
 */
public interface PriorFitting {
  /** The shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * Fits a prior to the codes of pictures.
   *
   * @param pictures of the model's shape, such as those of the training data; at least one
   * @return samples from the fitted prior, as long as the model is open
   * @throws IllegalArgumentException if there are none, or they are of another shape
   */
  FittedPrior fitPrior(List<Picture> pictures);

  /** Samples from a fitted prior. */
  @FunctionalInterface
  interface FittedPrior {
    /**
     * New pictures: a function of the seed, the n-th being the same whatever the count.
     *
     * @param count how many
     * @param seed of the codes
     */
    List<Picture> sample(int count, long seed);
  }
}
