package org.atelier.vae.iwae;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;

/**
 * The options of an {@link Iwae}.
 *
 * @param autoencoder architecture, latent size, likelihood and optimizer
 * @param samples k, the importance samples of each example
 */
public record IwaeOptions(AutoencoderOptions autoencoder, int samples) {
  /** Checks k. */
  public IwaeOptions {
    OptionChecks.atLeast(1, "samples", samples);
  }

  /** Five importance samples; otherwise as pytorch/examples' {@code vae}. */
  public static IwaeOptions defaults() {
    return new IwaeOptions(AutoencoderOptions.defaults(), 5);
  }

  /** Returns a copy with these architecture, latent size, likelihood and optimizer. */
  public IwaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new IwaeOptions(autoencoder, samples);
  }

  /** Returns a copy with this number of importance samples. */
  public IwaeOptions withSamples(int samples) {
    return new IwaeOptions(autoencoder, samples);
  }
}
