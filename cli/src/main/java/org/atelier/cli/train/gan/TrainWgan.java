package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.wgan.Wgan;
import org.atelier.gan.wgan.WganOptions;
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

  @Range(from = 0, above = true)
  @Option(
      names = "--clip",
      paramLabel = "X",
      description =
          "Weight-clipping threshold: the critic's weights are clipped to [-X, X] (default:"
              + " ${bundle:default.clip}).")
  private @Nullable Double clip;

  /** The command with its recipe. */
  public TrainWgan() {
    super(
        WganOptions.class,
        RECIPE,
        Needs.unlabelled(WganOptions::picture, WganOptions::withPicture),
        Wgan::new);
  }

  @Override
  protected WganOptions applyTo(WganOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            architecture
                .applyTo(base.networks())
                .withLatentSize(networks.latentSize(base.networks().latentSize())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withCriticSteps(architecture.criticSteps(base.criticSteps()))
        .withClip(given(clip, base.clip()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }
}
