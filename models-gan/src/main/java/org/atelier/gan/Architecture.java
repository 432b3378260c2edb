package org.atelier.gan;

import org.atelier.nn.Layer;

/**
 * The networks of a model whose paper leaves them open: multilayer perceptrons, or strided
 * convolutions.
 *
 * @param kind which
 * @param widths the hidden layers of the perceptrons; of no use to convolutions
 * @param generatorFilters feature maps next to the generator's picture; of no use to perceptrons
 * @param discriminatorFilters feature maps next to the discriminator's picture; of no use to
 *     perceptrons
 */
public record Architecture(
    Kind kind, Widths widths, int generatorFilters, int discriminatorFilters) {
  /** What the networks are made of. */
  public enum Kind {
    /** Linear layers alone, after PyTorch-GAN. */
    PERCEPTRONS,
    /** Those of DCGAN, after pytorch/examples, but for the critic's norms. */
    CONVOLUTIONS
  }

  /** Checks the numbers. */
  public Architecture {
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
  }

  /** Multilayer perceptrons. */
  public static Architecture perceptrons(Widths widths) {
    return new Architecture(Kind.PERCEPTRONS, widths, 64, 64);
  }

  /** Strided convolutions, with so many feature maps next to the picture; further in they double. */
  public static Architecture convolutions(int generatorFilters, int discriminatorFilters) {
    return new Architecture(
        Kind.CONVOLUTIONS, Widths.defaults(), generatorFilters, discriminatorFilters);
  }

  /**
   * Checks that the networks can make such pictures.
   *
   * @throws IllegalArgumentException if they cannot
   */
  public void expectFits(PictureShape picture) {
    if (kind == Kind.CONVOLUTIONS) {
      picture.expectMultiplesOf(4);
    }
  }

  /** Latents (N, latent) to pictures (N, C, H, W) in (-1, 1). */
  public Layer generator(int latentSize, PictureShape picture) {
    return switch (kind) {
      case PERCEPTRONS -> Perceptrons.generator(widths.generator(), picture);
      case CONVOLUTIONS -> StridedConvolutions.generator(latentSize, picture, generatorFilters);
    };
  }

  /** Pictures (N, C, H, W) to scores (N, 1), without norms, for slopes are measured by picture. */
  public Layer critic(PictureShape picture) {
    return switch (kind) {
      case PERCEPTRONS -> Perceptrons.discriminator(widths.discriminator());
      case CONVOLUTIONS -> StridedConvolutions.critic(picture, discriminatorFilters);
    };
  }
}
