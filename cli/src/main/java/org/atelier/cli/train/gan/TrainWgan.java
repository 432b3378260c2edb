package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import java.io.IOException;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.train.Recipe;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.wgan.Wgan;
import org.atelier.gan.wgan.WganOptions;
import org.atelier.image.PictureShape;
import org.atelier.optim.RmsProp;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a {@link Wgan}: {@code ./atelier train wgan}. */
@Command(
    name = "wgan",
    description = "Trains a Wasserstein GAN with weight clipping (arXiv:1701.07875).")
public final class TrainWgan extends TrainGan<WganOptions, Images, Wgan> {
  private static final Recipe<WganOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          WganOptions.defaults()
              .withNetworks(StridedNetworks.of(32, 32))
              // The paper's numbers are for a hundred times as many steps.
              .withOptimizer(RmsProp.of(3e-4))
              .withCriticSteps(2)
              .withClip(0.05)
              .withStabilisation(Stabilisation.none().withAverageDecay(0.99)),
          TrainingOptions.defaults().withBatchSize(64).withSteps(10000).withCheckpointEvery(1000),
          100);

  @Mixin private final ArchitectureOptions architecture = new ArchitectureOptions();

  @Option(
      names = "--critic-steps",
      paramLabel = "N",
      description =
          "Critic steps for each generator step (default: ${bundle:default.criticSteps}).")
  private @Nullable Integer criticSteps;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description =
          "Weight-clipping threshold: the critic's weights are clipped to [-X, X] (default:"
              + " ${bundle:default.clip}).")
  private @Nullable Double clip;

  /** The command with its recipe. */
  public TrainWgan() {
    super(WganOptions.class, RECIPE);
  }

  @Override
  protected WganOptions applyTo(WganOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            architecture
                .applyTo(base.networks())
                .withLatentSize(networks.latentSize(base.networks().latentSize())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withCriticSteps(given(criticSteps, base.criticSteps()))
        .withClip(given(clip, base.clip()))
        .withStabilisation(steadiness.applyTo(base.stabilisation()));
  }

  @Override
  protected PictureShape picture(WganOptions options) {
    return options.picture();
  }

  @Override
  protected WganOptions withPicture(WganOptions options, PictureShape picture) {
    return options.withPicture(picture);
  }

  @Override
  protected Wgan build(WganOptions options) {
    return new Wgan(options);
  }

  @Override
  protected TrainingData<Images> data(
      TrainingPictures pictures, PictureShape shape, TrainingOptions training) throws IOException {
    return pictures.images(shape);
  }
}
