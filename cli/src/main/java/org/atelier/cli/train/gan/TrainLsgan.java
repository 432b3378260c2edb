package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.gan.ResizeNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.lsgan.Lsgan;
import org.atelier.gan.lsgan.LsganOptions;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link Lsgan}: {@code ./atelier train lsgan}. */
@Command(name = "lsgan", description = "Trains a least-squares GAN (arXiv:1611.04076).")
public final class TrainLsgan extends TrainGan<LsganOptions, Images, Lsgan> {
  private static final Recipe<LsganOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          LsganOptions.defaults()
              .withImageSize(28)
              // With dropout, samples after so few steps are shapeless.
              .withNetworks(ResizeNetworks.defaults().withFilters(64).withDropout(0))
              .withOptimizer(Adam.of(4e-4, 0.5))
              .withStabilisation(Stabilisation.none().withAverageDecay(0.998)),
          TrainingOptions.defaults().withBatchSize(32).withSteps(3000).withCheckpointEvery(1000),
          100);

  @Range(from = 8)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the widest layers, a multiple of 8 (default:"
              + " ${bundle:default.filters}).")
  private @Nullable Integer filters;

  @Range(from = 0, to = 1, below = true)
  @Option(
      names = "--dropout",
      paramLabel = "X",
      description =
          "Dropout probability of the discriminator (default: ${bundle:default.dropout}).")
  private @Nullable Double dropout;

  /** The command with its recipe. */
  public TrainLsgan() {
    super(
        LsganOptions.class,
        RECIPE,
        Needs.unlabelled(LsganOptions::picture, LsganOptions::withPicture),
        Lsgan::new);
  }

  @Override
  protected LsganOptions applyTo(LsganOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            base.networks()
                .withLatentSize(networks.latentSize(base.networks().latentSize()))
                .withFilters(given(filters, base.networks().filters()))
                .withDropout(given(dropout, base.networks().dropout())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }
}
