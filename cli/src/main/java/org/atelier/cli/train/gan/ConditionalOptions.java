package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of networks that are told something beside latents. */
public final class ConditionalOptions {
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of both networks next to the picture (default:"
              + " ${bundle:default.generatorFilters} and ${bundle:default.discriminatorFilters}).")
  private @Nullable Integer filters;

  @Option(
      names = "--mismatched",
      paramLabel = "X",
      description =
          "Share of real pictures with the condition of another among what the discriminator shall"
              + " refuse (default: ${bundle:default.mismatched}).")
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
