package org.atelier.cli.train.gan;

import java.util.List;
import org.atelier.cli.command.Given;
import org.atelier.cli.command.Range;
import org.atelier.gan.PerceptronNetworks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options of a generator and a discriminator that are multilayer perceptrons: the units of their
 * hidden layers.
 */
public final class UnitsOptions {
  @Range(from = 1)
  @Option(
      names = "--generator-units",
      split = ",",
      paramLabel = "N",
      description =
          "Units of the generator's hidden layers, from the latent to the picture, such as"
              + " 128,256,512.")
  private @Nullable List<Integer> generator;

  @Range(from = 1)
  @Option(
      names = "--discriminator-units",
      split = ",",
      paramLabel = "N",
      description =
          "Units of the discriminator's hidden layers, from the picture to the output, such as"
              + " 512,256.")
  private @Nullable List<Integer> discriminator;

  boolean given() {
    return generator != null || discriminator != null;
  }

  /** The units of the generator's hidden layers. */
  List<Integer> generator(List<Integer> base) {
    return Given.given(generator, base);
  }

  /** The units of the discriminator's hidden layers. */
  List<Integer> discriminator(List<Integer> base) {
    return Given.given(discriminator, base);
  }

  /** The networks with the options that were given. */
  PerceptronNetworks applyTo(PerceptronNetworks base) {
    return base.withGeneratorUnits(generator(base.generatorUnits()))
        .withDiscriminatorUnits(discriminator(base.discriminatorUnits()));
  }
}
