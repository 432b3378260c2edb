package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.Picture;

/**
 * A model whose prior is fitted to the codes of pictures after training, such as a VQ-VAE. (A model
 * with continuous latents is an {@link Encoding} and a {@link LatentModel}: fit an {@link
 * org.atelier.latent.LatentMixture} to its encoded pictures.)
 */
public interface PriorFitting {
  /** Returns the shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * Fits a prior to the codes of pictures.
   *
   * @param pictures of the model's shape, such as those of the training data; at least one
   * @return a sampler of the fitted prior, valid until the model is closed
   * @throws IllegalArgumentException if there are no pictures, or they have another shape
   */
  FittedPrior fitPrior(List<Picture> pictures);

  /** A sampler of a fitted prior. */
  @FunctionalInterface
  interface FittedPrior {
    /**
     * Samples pictures. They are a function of the seed; the n-th picture does not depend on the
     * count.
     *
     * @param count number of pictures
     * @param seed seed of the codes
     */
    List<Picture> sample(int count, long seed);
  }
}
