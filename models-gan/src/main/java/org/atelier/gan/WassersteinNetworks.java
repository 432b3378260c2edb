package org.atelier.gan;

import org.atelier.image.PictureShape;
import org.atelier.nn.Layer;

/**
 * Generator and critic of a Wasserstein GAN, whose papers prescribe neither: multilayer perceptrons
 * or strided convolutions.
 */
public sealed interface WassersteinNetworks permits PerceptronNetworks, StridedNetworks {
  /** The size of the latent vector z. */
  int latentSize();

  /** Returns a copy with another size of the latent vector. */
  WassersteinNetworks withLatentSize(int latentSize);

  /**
   * Latents (N, latent) to pictures (N, C, H, W) in (-1, 1).
   *
   * @throws IllegalArgumentException if the networks cannot have such pictures
   */
  Layer generator(PictureShape picture);

  /**
   * Pictures (N, C, H, W) to scores (N, 1), without batch norm, which would couple the pictures.
   */
  Layer critic(PictureShape picture);

  /**
   * Checks that the networks can have such pictures.
   *
   * @throws IllegalArgumentException if they cannot
   */
  void expectFits(PictureShape picture);
}
