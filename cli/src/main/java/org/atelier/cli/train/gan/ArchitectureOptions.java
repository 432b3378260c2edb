package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.UsageException;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.WassersteinNetworks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a critic and a generator that are convolutional or multilayer perceptrons. */
public final class ArchitectureOptions {
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Convolutional networks with so many feature maps next to the picture; each layer further"
              + " in has twice as many (default:"
              + " ${bundle:default.networks.generatorFilters} and"
              + " ${bundle:default.networks.discriminatorFilters}). Units make multilayer perceptrons"
              + " instead.")
  private @Nullable Integer filters;

  @Mixin private final UnitsOptions units = new UnitsOptions();

  @Option(
      names = "--critic-steps",
      paramLabel = "N",
      description =
          "Steps of the critic for each of the generator's (default:"
              + " ${bundle:default.criticSteps}).")
  private @Nullable Integer criticSteps;

  /** The critic's steps for each of the generator's: those that were given, or {@code base}. */
  int criticSteps(int base) {
    return given(criticSteps, base);
  }

  /** The networks with what was given. */
  WassersteinNetworks applyTo(WassersteinNetworks base) {
    if (units.given()) {
      if (filters != null) {
        throw new UsageException(
            "--filters makes convolutional networks and units make perceptrons; leave one out");
      }
      return units.applyTo(
          base instanceof PerceptronNetworks perceptrons
              ? perceptrons
              : PerceptronNetworks.defaults().withLatentSize(base.latentSize()));
    }
    return filters == null ? base : new StridedNetworks(base.latentSize(), filters, filters);
  }
}
