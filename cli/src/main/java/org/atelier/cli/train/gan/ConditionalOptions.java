package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a conditional DCGAN. */
public final class ConditionalOptions {
  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the layer next to the picture, in generator and discriminator"
              + " (default: ${bundle:default.generatorFilters} and"
              + " ${bundle:default.discriminatorFilters}).")
  private @Nullable Integer filters;

  @Range(from = 0, to = 1, below = true)
  @Option(
      names = "--mismatched",
      paramLabel = "X",
      description =
          "Share of mismatched pairs (real pictures with another picture's condition) among the"
              + " discriminator's negative examples (default: ${bundle:default.mismatched}).")
  private @Nullable Double mismatched;

  ConditionalDcganOptions applyTo(ConditionalDcganOptions base) {
    ConditionalDcganNetworks networks = base.networks();
    return base.withNetworks(
            networks
                .withGeneratorFilters(given(filters, networks.generatorFilters()))
                .withDiscriminatorFilters(given(filters, networks.discriminatorFilters())))
        .withMismatched(given(mismatched, base.mismatched()));
  }
}
