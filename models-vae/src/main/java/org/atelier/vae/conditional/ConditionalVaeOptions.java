package org.atelier.vae.conditional;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.KlTerm;

/**
 * The options of a {@link ConditionalVae}.
 *
 * @param autoencoder architecture, latent size, likelihood and optimizer
 * @param classes number of classes
 * @param kl the weight of the KL term, and free bits
 */
public record ConditionalVaeOptions(AutoencoderOptions autoencoder, int classes, KlTerm kl) {
  /** Checks the number of classes. */
  public ConditionalVaeOptions {
    OptionChecks.atLeast(1, "classes", classes);
  }

  /** Ten classes; otherwise as pytorch/examples' {@code vae}. */
  public static ConditionalVaeOptions defaults() {
    return new ConditionalVaeOptions(AutoencoderOptions.defaults(), 10, KlTerm.defaults());
  }

  /** Returns a copy with these architecture, latent size, likelihood and optimizer. */
  public ConditionalVaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new ConditionalVaeOptions(autoencoder, classes, kl);
  }

  /** Returns a copy with this number of classes. */
  public ConditionalVaeOptions withClasses(int classes) {
    return new ConditionalVaeOptions(autoencoder, classes, kl);
  }

  /** Returns a copy with this weighting of the KL term. */
  public ConditionalVaeOptions withKl(KlTerm kl) {
    return new ConditionalVaeOptions(autoencoder, classes, kl);
  }
}
