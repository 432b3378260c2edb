package org.atelier.vae.vaegan;

import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.AutoencoderOptions;

/**
 * The options of a {@link VaeGan}.
 *
 * @param autoencoder architecture, latent size, likelihood and optimizer
 * @param gamma γ, the weight of the feature reconstruction error against the adversarial terms in
 *     the decoder's objective
 */
public record VaeGanOptions(AutoencoderOptions autoencoder, double gamma) {
  /** Checks γ. */
  public VaeGanOptions {
    OptionChecks.notNegative("gamma", gamma);
  }

  /**
   * 28×28 greyscale, convolutions of 16 filters with batch norm, 64 latents, Adam with learning
   * rate 1e-3, γ = 0.1.
   */
  public static VaeGanOptions defaults() {
    return new VaeGanOptions(
        AutoencoderOptions.defaults()
            .withArchitecture(
                AutoencoderArchitecture.batchNormConvolutions(PictureShape.grey(28), 16))
            .withLatentSize(64),
        0.1);
  }

  /** Returns a copy with these architecture, latent size, likelihood and optimizer. */
  public VaeGanOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new VaeGanOptions(autoencoder, gamma);
  }

  /** Returns a copy with this weight of the feature reconstruction error. */
  public VaeGanOptions withGamma(double gamma) {
    return new VaeGanOptions(autoencoder, gamma);
  }
}
