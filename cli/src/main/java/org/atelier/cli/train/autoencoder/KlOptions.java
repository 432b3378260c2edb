package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import org.atelier.vae.KlTerm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the divergence counts. */
public final class KlOptions {
  @Option(
      names = "--kl-warmup",
      paramLabel = "N",
      description =
          "Steps in which the divergence's weight rises from 0 to 1, so that no latent is given up"
              + " early (default: ${bundle:default.kl.warmupSteps}).")
  private @Nullable Long warmup;

  @Option(
      names = "--free-bits",
      paramLabel = "NATS",
      description =
          "What every latent may carry without paying for it (default:"
              + " ${bundle:default.kl.freeNats}).")
  private @Nullable Double free;

  /** The term with what was given. */
  KlTerm applyTo(KlTerm base) {
    return new KlTerm(given(warmup, base.warmupSteps()), given(free, base.freeNats()));
  }
}
