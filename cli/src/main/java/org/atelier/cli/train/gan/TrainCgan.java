package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganNetworks;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a {@link Cgan}: {@code ./atelier train cgan}. */
@Command(
    name = "cgan",
    description = "Trains a class-conditional GAN of multilayer perceptrons (arXiv:1411.1784).")
public final class TrainCgan extends TrainGan<CganOptions, LabelledImages, Cgan> {
  private static final Recipe<CganOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          CganOptions.defaults()
              .withImageSize(28)
              .withStabilisation(Stabilisation.none().withAverageDecay(0.998)),
          TrainingOptions.defaults().withBatchSize(64).withSteps(4000).withCheckpointEvery(1000),
          100);

  @Mixin private final UnitsOptions units = new UnitsOptions();

  @Range(from = 0, to = 1, below = true)
  @Option(
      names = "--dropout",
      paramLabel = "X",
      description =
          "Dropout probability of the discriminator (default: ${bundle:default.dropout}).")
  private @Nullable Double dropout;

  /** The command with its recipe. */
  public TrainCgan() {
    super(
        CganOptions.class,
        RECIPE,
        Needs.labelled(CganOptions::picture, CganOptions::withPicture, CganOptions::withClasses),
        Cgan::new);
  }

  @Override
  protected CganOptions applyTo(CganOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            new CganNetworks(
                networks.latentSize(base.networks().latentSize()),
                units.generator(base.networks().generatorUnits()),
                units.discriminator(base.networks().discriminatorUnits()),
                given(dropout, base.networks().dropout())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }
}
