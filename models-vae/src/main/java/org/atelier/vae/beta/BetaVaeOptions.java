package org.atelier.vae.beta;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;

/**
 * The options of a {@link BetaVae}.
 *
 * @param autoencoder architecture, latent size, likelihood and optimizer
 * @param beta β, the weight of the distance between KL term and capacity
 * @param capacity C, the capacity of the latents in nats, by the step
 */
public record BetaVaeOptions(AutoencoderOptions autoencoder, double beta, Capacity capacity) {
  /** Checks β. */
  public BetaVaeOptions {
    OptionChecks.notNegative("beta", beta);
  }

  /** β = 4, capacity 0, 10 latents; otherwise as {@link AutoencoderOptions#defaults}. */
  public static BetaVaeOptions defaults() {
    return new BetaVaeOptions(AutoencoderOptions.defaults().withLatentSize(10), 4, Capacity.none());
  }

  /** Returns a copy with these architecture, latent size, likelihood and optimizer. */
  public BetaVaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new BetaVaeOptions(autoencoder, beta, capacity);
  }

  /** Returns a copy with this β. */
  public BetaVaeOptions withBeta(double beta) {
    return new BetaVaeOptions(autoencoder, beta, capacity);
  }

  /**
   * Returns a copy with this capacity; Burgess et al. raise it to 25 nats in 100,000 steps, with β
   * = 1000.
   */
  public BetaVaeOptions withCapacity(Capacity capacity) {
    return new BetaVaeOptions(autoencoder, beta, capacity);
  }
}
