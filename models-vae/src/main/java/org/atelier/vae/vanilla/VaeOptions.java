package org.atelier.vae.vanilla;

import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.KlTerm;

/**
 * What a {@link Vae} is built with.
 *
 * @param autoencoder its networks and its likelihood
 * @param kl how the divergence counts
 */
public record VaeOptions(AutoencoderOptions autoencoder, KlTerm kl) {
  /** As pytorch/examples' {@code vae}. */
  public static VaeOptions defaults() {
    return new VaeOptions(AutoencoderOptions.defaults(), KlTerm.defaults());
  }

  /** The same with these networks and this likelihood. */
  public VaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new VaeOptions(autoencoder, kl);
  }

  /** The same with the divergence counted so. */
  public VaeOptions withKl(KlTerm kl) {
    return new VaeOptions(autoencoder, kl);
  }
}
