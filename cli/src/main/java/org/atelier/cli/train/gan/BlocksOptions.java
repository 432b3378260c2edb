package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.gan.ResidualNetworks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of models whose networks are of residual blocks. */
public final class BlocksOptions {
  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the residual blocks of generator and discriminator (default:"
              + " ${bundle:default.networks.generatorFilters} and"
              + " ${bundle:default.networks.discriminatorFilters}).")
  private @Nullable Integer filters;

  @Range(from = 0)
  @Option(
      names = "--attention",
      paramLabel = "SIDE",
      description =
          "Self-attention (arXiv:1805.08318) in both networks, at feature maps of SIDE x SIDE"
              + " pixels, such as 14 for pictures of 28; 0 for none (default:"
              + " ${bundle:default.networks.attention}).")
  private @Nullable Integer attention;

  @Range(from = 1)
  @Option(
      names = "--critic-steps",
      paramLabel = "N",
      description =
          "Discriminator steps for each generator step (default:"
              + " ${bundle:default.criticSteps}).")
  private @Nullable Integer criticSteps;

  /** Discriminator steps per generator step: those that were given, or {@code base}. */
  int criticSteps(int base) {
    return given(criticSteps, base);
  }

  /** The networks with the options that were given. */
  ResidualNetworks applyTo(ResidualNetworks base) {
    return base.withGeneratorFilters(given(filters, base.generatorFilters()))
        .withDiscriminatorFilters(given(filters, base.discriminatorFilters()))
        .withAttention(given(attention, base.attention()));
  }
}
