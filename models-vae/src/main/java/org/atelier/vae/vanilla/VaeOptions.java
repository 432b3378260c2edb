package org.atelier.vae.vanilla;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.KlTerm;

/**
 * The options of a {@link Vae}.
 *
 * @param autoencoder architecture, latent size, likelihood and optimizer
 * @param kl the weight of the KL term, and free bits
 * @param inputNoise standard deviation of Gaussian noise on the encoder's input in training, for
 *     pictures in [-1, 1]; 0 for none
 */
public record VaeOptions(AutoencoderOptions autoencoder, KlTerm kl, double inputNoise) {
  /** Checks the noise. */
  public VaeOptions {
    OptionChecks.notNegative("inputNoise", inputNoise);
  }

  /** As pytorch/examples' {@code vae}: the exact KL term, no input noise. */
  public static VaeOptions defaults() {
    return new VaeOptions(AutoencoderOptions.defaults(), KlTerm.defaults(), 0);
  }

  /** Returns a copy with these architecture, latent size, likelihood and optimizer. */
  public VaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new VaeOptions(autoencoder, kl, inputNoise);
  }

  /** Returns a copy with this weighting of the KL term. */
  public VaeOptions withKl(KlTerm kl) {
    return new VaeOptions(autoencoder, kl, inputNoise);
  }

  /** Returns a copy with this standard deviation of noise on the encoder's input. */
  public VaeOptions withInputNoise(double inputNoise) {
    return new VaeOptions(autoencoder, kl, inputNoise);
  }
}
