package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.WassersteinNetworks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a critic and a generator that are convolutional or multilayer perceptrons. */
public final class ArchitectureOptions {
  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Convolutional networks with N feature maps in the layer next to the picture, doubled"
              + " in each deeper layer (default: ${bundle:default.networks.generatorFilters} and"
              + " ${bundle:default.networks.discriminatorFilters} of generator and discriminator)."
              + " --generator-units or --discriminator-units choose multilayer perceptrons instead.")
  private @Nullable Integer filters;

  @Mixin private final UnitsOptions units = new UnitsOptions();

  @Range(from = 1)
  @Option(
      names = "--critic-steps",
      paramLabel = "N",
      description =
          "Critic steps for each generator step (default:" + " ${bundle:default.criticSteps}).")
  private @Nullable Integer criticSteps;

  /** Critic steps per generator step: those that were given, or {@code base}. */
  int criticSteps(int base) {
    return given(criticSteps, base);
  }

  /** The networks with the options that were given. */
  WassersteinNetworks applyTo(WassersteinNetworks base) {
    if (units.given()) {
      if (filters != null) {
        throw new UsageException(
            "--filters chooses convolutional networks, but --generator-units and"
                + " --discriminator-units choose multilayer perceptrons; leave one out");
      }
      return units.applyTo(
          base instanceof PerceptronNetworks perceptrons
              ? perceptrons
              : PerceptronNetworks.defaults().withLatentSize(base.latentSize()));
    }
    return filters == null ? base : new StridedNetworks(base.latentSize(), filters, filters);
  }
}
