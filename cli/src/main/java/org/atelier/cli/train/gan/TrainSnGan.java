package org.atelier.cli.train.gan;

import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a {@link SnGan}: {@code ./atelier train sngan}. */
@Command(
    name = "sngan",
    description = "Trains a residual GAN with spectral norm and hinge loss (arXiv:1802.05957).")
public final class TrainSnGan extends TrainGan<SnGanOptions, Images, SnGan> {
  private static final Recipe<SnGanOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          SnGanOptions.defaults()
              .withImageSize(28)
              .withNetworks(ResidualNetworks.of(32, 32))
              .withOptimizer(Adam.of(5e-4, 0).withBeta2(0.9))
              .withCriticSteps(1)
              .withStabilisation(Stabilisation.none().withAverageDecay(0.995)),
          TrainingOptions.defaults().withBatchSize(32).withSteps(3000).withCheckpointEvery(1000),
          100);

  @Mixin private final BlocksOptions blocks = new BlocksOptions();

  /** The command with its recipe. */
  public TrainSnGan() {
    super(
        SnGanOptions.class,
        RECIPE,
        Needs.unlabelled(SnGanOptions::picture, SnGanOptions::withPicture),
        SnGan::new);
  }

  @Override
  protected SnGanOptions applyTo(SnGanOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            blocks
                .applyTo(base.networks())
                .withLatentSize(networks.latentSize(base.networks().latentSize())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withCriticSteps(blocks.criticSteps(base.criticSteps()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }
}
