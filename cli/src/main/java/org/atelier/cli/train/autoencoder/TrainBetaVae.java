package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.image.PictureShape;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.beta.BetaVae;
import org.atelier.vae.beta.BetaVaeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a {@link BetaVae}: {@code ./atelier train beta-vae}. */
@Command(
    name = "beta-vae",
    description =
        "Trains a beta-VAE, which encourages disentangled latents (Higgins et al., 2017).")
public final class TrainBetaVae extends TrainAutoencoder<BetaVaeOptions, Images, BetaVae> {
  private static final Recipe<BetaVaeOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          BetaVaeOptions.defaults()
              .withAutoencoder(
                  AutoencoderOptions.defaults()
                      .withArchitecture(
                          AutoencoderArchitecture.convolutions(PictureShape.grey(28), 32))
                      .withLatentSize(10)),
          TrainingOptions.defaults().withBatchSize(64).withSteps(3000).withCheckpointEvery(1000),
          250);

  @Mixin private final AutoencoderChoice networks = new AutoencoderChoice();

  @Range(from = 0)
  @Option(
      names = "--beta",
      paramLabel = "X",
      description =
          "Weight of the KL divergence, or of its distance from the capacity: larger values"
              + " encourage disentangled latents, at the cost of reconstruction (default:"
              + " ${bundle:default.beta}).")
  private @Nullable Double beta;

  @Range(from = 0)
  @Option(
      names = "--capacity",
      paramLabel = "NATS",
      description =
          "Capacity: target of the KL divergence at the end of its rise, in nats"
              + " (arXiv:1804.03599) (default: ${bundle:default.capacity.nats}).")
  private @Nullable Double capacity;

  @Range(from = 0)
  @Option(
      names = "--capacity-steps",
      paramLabel = "N",
      description =
          "Steps in which the capacity rises linearly from 0 (default:"
              + " ${bundle:default.capacity.steps}).")
  private @Nullable Long capacitySteps;

  /** The command with its recipe. */
  public TrainBetaVae() {
    super(
        BetaVaeOptions.class,
        RECIPE,
        AutoencoderChoice.unlabelled(BetaVaeOptions::autoencoder, BetaVaeOptions::withAutoencoder),
        options -> options.autoencoder().likelihood(),
        BetaVae::new);
  }

  @Override
  protected BetaVaeOptions applyTo(BetaVaeOptions base) {
    return base.withAutoencoder(networks.applyTo(base.autoencoder(), pictures))
        .withBeta(given(beta, base.beta()))
        .withCapacity(
            base.capacity()
                .withNats(given(capacity, base.capacity().nats()))
                .withSteps(given(capacitySteps, base.capacity().steps())));
  }
}
