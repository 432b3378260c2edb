package org.atelier.cli.train.gan;

import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.projection.ProjectionGan;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a {@link ProjectionGan}: {@code ./atelier train projection}. */
@Command(
    name = "projection",
    description =
        "Trains a class-conditional GAN with a projection discriminator (arXiv:1802.05637).")
public final class TrainProjectionGan
    extends TrainGan<ProjectionGanOptions, LabelledImages, ProjectionGan> {
  private static final Recipe<ProjectionGanOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          ProjectionGanOptions.defaults()
              .withImageSize(28)
              .withNetworks(ResidualNetworks.of(32, 32))
              .withOptimizer(Adam.of(5e-4, 0).withBeta2(0.9))
              .withCriticSteps(1)
              .withStabilisation(Stabilisation.none().withAverageDecay(0.995)),
          TrainingOptions.defaults().withBatchSize(32).withSteps(3000).withCheckpointEvery(1000),
          100);

  @Mixin private final BlocksOptions blocks = new BlocksOptions();

  /** The command with its recipe. */
  public TrainProjectionGan() {
    super(
        ProjectionGanOptions.class,
        RECIPE,
        Needs.labelled(
            ProjectionGanOptions::picture,
            ProjectionGanOptions::withPicture,
            ProjectionGanOptions::withClasses),
        ProjectionGan::new);
  }

  @Override
  protected ProjectionGanOptions applyTo(ProjectionGanOptions base) {
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
