package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link Dcgan}: {@code ./atelier train dcgan}. */
@Command(name = "dcgan", description = "Trains a deep convolutional GAN (arXiv:1511.06434).")
public final class TrainDcgan extends TrainGan<DcganOptions, Images, Dcgan> {
  private static final Recipe<DcganOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          DcganOptions.defaults()
              .withImageSize(28)
              .withNetworks(StridedNetworks.of(64, 32))
              .withStabilisation(Stabilisation.none().withAverageDecay(0.998)),
          TrainingOptions.defaults().withBatchSize(32).withSteps(6000).withCheckpointEvery(1000),
          100);

  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the layer next to the picture, in generator and discriminator,"
              + " doubled in each deeper layer (default: ${bundle:default.generatorFilters} and"
              + " ${bundle:default.discriminatorFilters}).")
  private @Nullable Integer filters;

  /** The command with its recipe. */
  public TrainDcgan() {
    super(
        DcganOptions.class,
        RECIPE,
        Needs.unlabelled(DcganOptions::picture, DcganOptions::withPicture),
        Dcgan::new);
  }

  @Override
  protected DcganOptions applyTo(DcganOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            new StridedNetworks(
                networks.latentSize(base.networks().latentSize()),
                given(filters, base.networks().generatorFilters()),
                given(filters, base.networks().discriminatorFilters())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }
}
