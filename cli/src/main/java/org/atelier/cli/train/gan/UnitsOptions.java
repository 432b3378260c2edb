package org.atelier.cli.train.gan;

import java.util.List;
import org.atelier.cli.command.Given;
import org.atelier.gan.Widths;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of two multilayer perceptrons: the units of their hidden layers. */
public final class UnitsOptions {
  @Option(
      names = "--generator-units",
      split = ",",
      paramLabel = "N",
      description =
          "Units of the generator's hidden layers, from the latents on, such as 128,256,512.")
  private @Nullable List<Integer> generator;

  @Option(
      names = "--discriminator-units",
      split = ",",
      paramLabel = "N",
      description =
          "Units of the discriminator's hidden layers, from the picture on, such as 512,256.")
  private @Nullable List<Integer> discriminator;

  boolean given() {
    return generator != null || discriminator != null;
  }

  /** The layers with what was given. */
  Widths applyTo(Widths base) {
    return new Widths(
        Given.given(generator, base.generator()), Given.given(discriminator, base.discriminator()));
  }
}
