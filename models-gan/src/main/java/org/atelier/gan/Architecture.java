package org.atelier.gan;

import org.atelier.image.PictureShape;
import org.atelier.nn.Layer;
import org.atelier.options.OptionChecks;

/** The networks of a model whose paper leaves them open. */
public sealed interface Architecture {
  /** Multilayer perceptrons, after PyTorch-GAN. */
  static Architecture perceptrons(Widths widths) {
    return new MultilayerPerceptrons(widths);
  }

  /**
   * DCGAN's convolutions of stride 2, the critic's without norms.
   *
   * @param generatorFilters feature maps next to the generator's picture; further in they double
   * @param criticFilters feature maps next to the critic's picture; further in they double
   */
  static Architecture convolutions(int generatorFilters, int criticFilters) {
    return new Convolutions(generatorFilters, criticFilters);
  }

  /**
   * Latents (N, latent) to pictures (N, C, H, W) in (-1, 1).
   *
   * @throws IllegalArgumentException if it makes no such pictures
   */
  Layer generator(int latentSize, PictureShape picture);

  /** Pictures (N, C, H, W) to scores (N, 1), each by itself: without norms over a batch. */
  Layer critic(PictureShape picture);

  /**
   * Checks that the networks can make such pictures.
   *
   * @throws IllegalArgumentException if they cannot
   */
  void expectFits(PictureShape picture);

  /**
   * Linear layers alone.
   *
   * @param widths the hidden layers
   */
  record MultilayerPerceptrons(Widths widths) implements Architecture {
    @Override
    public Layer generator(int latentSize, PictureShape picture) {
      return Perceptrons.generator(widths.generator(), picture);
    }

    @Override
    public Layer critic(PictureShape picture) {
      return Perceptrons.discriminator(widths.discriminator());
    }

    @Override
    public void expectFits(PictureShape picture) {
      // Any picture is a row of numbers.
    }
  }

  /**
   * Convolutions of stride 2.
   *
   * @param generatorFilters feature maps next to the generator's picture; further in they double
   * @param criticFilters feature maps next to the critic's picture; further in they double
   */
  record Convolutions(int generatorFilters, int criticFilters) implements Architecture {
    /** Checks the numbers. */
    public Convolutions {
      OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
      OptionChecks.atLeast(1, "criticFilters", criticFilters);
    }

    @Override
    public Layer generator(int latentSize, PictureShape picture) {
      return StridedConvolutions.generator(latentSize, picture, generatorFilters);
    }

    @Override
    public Layer critic(PictureShape picture) {
      return StridedConvolutions.critic(picture, criticFilters);
    }

    @Override
    public void expectFits(PictureShape picture) {
      picture.expectMultiplesOf(4);
    }
  }
}
