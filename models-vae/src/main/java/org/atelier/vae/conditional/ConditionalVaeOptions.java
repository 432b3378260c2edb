package org.atelier.vae.conditional;

import org.atelier.options.OptionChecks;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.KlTerm;

/**
 * What a {@link ConditionalVae} is built with.
 *
 * @param autoencoder its networks and its likelihood
 * @param classes the number of classes
 * @param kl how the divergence counts
 */
public record ConditionalVaeOptions(AutoencoderOptions autoencoder, int classes, KlTerm kl) {
  /** Checks the number of classes. */
  public ConditionalVaeOptions {
    OptionChecks.atLeast(1, "classes", classes);
  }

  /** Ten classes; else as a {@code Vae}. */
  public static ConditionalVaeOptions defaults() {
    return new ConditionalVaeOptions(AutoencoderOptions.defaults(), 10, KlTerm.defaults());
  }

  /** The same with these networks and this likelihood. */
  public ConditionalVaeOptions withAutoencoder(AutoencoderOptions autoencoder) {
    return new ConditionalVaeOptions(autoencoder, classes, kl);
  }

  /** The same with so many classes. */
  public ConditionalVaeOptions withClasses(int classes) {
    return new ConditionalVaeOptions(autoencoder, classes, kl);
  }

  /** The same with the divergence counted so. */
  public ConditionalVaeOptions withKl(KlTerm kl) {
    return new ConditionalVaeOptions(autoencoder, classes, kl);
  }
}
