package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.vae.KlTerm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the KL divergence in the objective, against posterior collapse. */
public final class KlOptions {
  @Range(from = 0)
  @Option(
      names = "--kl-warmup",
      paramLabel = "N",
      description =
          "KL warm-up: steps in which the weight of the KL divergence rises from 0 to 1,"
              + " against posterior collapse (default: ${bundle:default.kl.warmupSteps}).")
  private @Nullable Long warmup;

  @Range(from = 0)
  @Option(
      names = "--free-bits",
      paramLabel = "NATS",
      description =
          "Free bits: KL divergence of each latent, in nats, below which it is not penalised"
              + " (default: ${bundle:default.kl.freeNats}).")
  private @Nullable Double free;

  /** A copy with the options that were given. */
  KlTerm applyTo(KlTerm base) {
    return new KlTerm(given(warmup, base.warmupSteps()), given(free, base.freeNats()));
  }
}
