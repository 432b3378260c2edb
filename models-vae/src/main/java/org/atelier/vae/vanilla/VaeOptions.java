package org.atelier.vae.vanilla;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.KlTerm;

/**
 * What a {@link Vae} is built with.
 *
 * @param autoencoder its networks and its likelihood
 * @param kl how the divergence counts
 * @param inputNoise standard deviation of the noise on what the encoder sees in training; 0 for
 *     none
 */
public record VaeOptions(AutoencoderOptions autoencoder, KlTerm kl, double inputNoise) {
  /** Checks the noise. */
  public VaeOptions {
    OptionChecks.notNegative("inputNoise", inputNoise);
  }

  /** As pytorch/examples' {@code vae}. */
  public static VaeOptions defaults() {
    return new VaeOptions(AutoencoderOptions.defaults(), KlTerm.defaults(), 0);
  }

  /** The same with these networks and this likelihood. */
  public VaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new VaeOptions(autoencoder, kl, inputNoise);
  }

  /** The same with the divergence counted so. */
  public VaeOptions withKl(KlTerm kl) {
    return new VaeOptions(autoencoder, kl, inputNoise);
  }

  /** The same with noise of this deviation on what the encoder sees. */
  public VaeOptions withInputNoise(double inputNoise) {
    return new VaeOptions(autoencoder, kl, inputNoise);
  }
}
