package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import java.io.IOException;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.train.Recipe;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.projection.ProjectionGan;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--critic-steps",
      paramLabel = "N",
      description =
          "Discriminator steps for each generator step (default:"
              + " ${bundle:default.criticSteps}).")
  private @Nullable Integer criticSteps;

  /** The command with its recipe. */
  public TrainProjectionGan() {
    super(ProjectionGanOptions.class, RECIPE);
  }

  @Override
  protected ProjectionGanOptions applyTo(ProjectionGanOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            blocks
                .applyTo(base.networks())
                .withLatentSize(networks.latentSize(base.networks().latentSize())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withCriticSteps(given(criticSteps, base.criticSteps()))
        .withStabilisation(steadiness.applyTo(base.stabilisation()));
  }

  @Override
  protected PictureShape picture(ProjectionGanOptions options) {
    return options.picture();
  }

  @Override
  protected ProjectionGanOptions withPicture(ProjectionGanOptions options, PictureShape picture) {
    return options.withPicture(picture);
  }

  @Override
  protected boolean needsClasses() {
    return true;
  }

  @Override
  protected ProjectionGanOptions withClasses(ProjectionGanOptions options, int classes) {
    return options.withClasses(classes);
  }

  @Override
  protected ProjectionGan build(ProjectionGanOptions options) {
    return new ProjectionGan(options);
  }

  @Override
  protected TrainingData<LabelledImages> data(
      TrainingPictures pictures, PictureShape shape, TrainingOptions training) throws IOException {
    return pictures.labelled(shape);
  }
}
