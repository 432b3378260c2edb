package org.atelier.vae.vaegan;

import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;
import org.atelier.vae.Architecture;
import org.atelier.vae.AutoencoderOptions;

/**
 * What a {@link VaeGan} is built with.
 *
 * @param autoencoder its networks, and the likelihood whose mean is the picture
 * @param gamma γ, the weight of likeness against deceit in what the decoder minimises
 */
public record VaeGanOptions(AutoencoderOptions autoencoder, double gamma) {
  /** Checks γ. */
  public VaeGanOptions {
    OptionChecks.notNegative("gamma", gamma);
  }

  /** 28×28 grey, convolutions of 16 filters with batch norm, 64 latents, Adam 1e-3, γ 0.1. */
  public static VaeGanOptions defaults() {
    return new VaeGanOptions(
        AutoencoderOptions.defaults()
            .withArchitecture(Architecture.normedConvolutions(PictureShape.grey(28), 16))
            .withLatentSize(64)
            .withLearningRate(1e-3),
        0.1);
  }

  /** The same with these networks. */
  public VaeGanOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new VaeGanOptions(autoencoder, gamma);
  }

  /** The same with this weight. */
  public VaeGanOptions withGamma(double gamma) {
    return new VaeGanOptions(autoencoder, gamma);
  }
}
