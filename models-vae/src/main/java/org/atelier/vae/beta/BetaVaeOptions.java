package org.atelier.vae.beta;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;

/**
 * What a {@link BetaVae} is built with.
 *
 * @param autoencoder its networks and its likelihood
 * @param beta β, the weight of the divergence's distance from the capacity
 * @param capacity the nats that the latents shall carry
 */
public record BetaVaeOptions(AutoencoderOptions autoencoder, double beta, Capacity capacity) {
  /** Checks β. */
  public BetaVaeOptions {
    OptionChecks.notNegative("beta", beta);
  }

  /** β 4, no capacity, 10 latents; else as a {@code Vae}. */
  public static BetaVaeOptions defaults() {
    return new BetaVaeOptions(AutoencoderOptions.defaults().withLatentSize(10), 4, Capacity.none());
  }

  /** The same with these networks and this likelihood. */
  public BetaVaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new BetaVaeOptions(autoencoder, beta, capacity);
  }

  /** The same with this weight. */
  public BetaVaeOptions withBeta(double beta) {
    return new BetaVaeOptions(autoencoder, beta, capacity);
  }

  /** The same with this capacity; Burgess et al. take 25 nats in 100,000 steps, and β 1000. */
  public BetaVaeOptions withCapacity(Capacity capacity) {
    return new BetaVaeOptions(autoencoder, beta, capacity);
  }
}
