package org.atelier.vae.iwae;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;

/**
 * What an {@link Iwae} is built with.
 *
 * @param autoencoder its networks and its likelihood
 * @param samples k, the draws of each example
 */
public record IwaeOptions(AutoencoderOptions autoencoder, int samples) {
  /** Checks k. */
  public IwaeOptions {
    OptionChecks.atLeast(1, "samples", samples);
  }

  /** Five draws; else as a {@code Vae}. */
  public static IwaeOptions defaults() {
    return new IwaeOptions(AutoencoderOptions.defaults(), 5);
  }

  /** The same with these networks and this likelihood. */
  public IwaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new IwaeOptions(autoencoder, samples);
  }

  /** The same with so many draws. */
  public IwaeOptions withSamples(int samples) {
    return new IwaeOptions(autoencoder, samples);
  }
}
