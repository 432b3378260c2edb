package org.atelier.cli.train.gan;

import org.atelier.cli.command.UsageException;
import org.atelier.gan.Architecture;
import org.atelier.gan.Widths;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of networks that are convolutional or multilayer perceptrons. */
public final class ArchitectureOptions {
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Convolutional networks with so many feature maps next to the picture; each layer further"
              + " in has twice as many (default:"
              + " ${bundle:default.architecture.generatorFilters} and"
              + " ${bundle:default.architecture.criticFilters}). Units make multilayer perceptrons"
              + " instead.")
  private @Nullable Integer filters;

  @Mixin private final UnitsOptions units = new UnitsOptions();

  /** The networks with what was given. */
  Architecture applyTo(Architecture base) {
    if (units.given()) {
      if (filters != null) {
        throw new UsageException(
            "--filters makes convolutional networks and units make perceptrons; leave one out");
      }
      return Architecture.perceptrons(
          units.applyTo(
              base instanceof Architecture.MultilayerPerceptrons perceptrons
                  ? perceptrons.widths()
                  : Widths.defaults()));
    }
    return filters == null ? base : Architecture.convolutions(filters, filters);
  }
}
