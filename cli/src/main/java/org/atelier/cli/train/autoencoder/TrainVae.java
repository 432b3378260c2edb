package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a {@link Vae}: {@code ./atelier train vae}. */
@Command(name = "vae", description = "Trains a variational auto-encoder (arXiv:1312.6114).")
public final class TrainVae extends TrainAutoencoder<VaeOptions, Images, Vae> {
  private static final Recipe<VaeOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          VaeOptions.defaults(),
          TrainingOptions.defaults().withBatchSize(128).withSteps(6000).withCheckpointEvery(1000),
          500);

  @Mixin private final AutoencoderChoice networks = new AutoencoderChoice();

  @Mixin private final KlOptions kl = new KlOptions();

  @Range(from = 0)
  @Option(
      names = "--input-noise",
      paramLabel = "X",
      description =
          "Standard deviation of Gaussian noise on the encoder's input in training, for"
              + " pictures in [-1, 1]; trains a model for ./atelier denoise (default:"
              + " ${bundle:default.inputNoise}).")
  private @Nullable Double inputNoise;

  /** The command with its recipe. */
  public TrainVae() {
    super(
        VaeOptions.class,
        RECIPE,
        AutoencoderChoice.unlabelled(VaeOptions::autoencoder, VaeOptions::withAutoencoder),
        options -> options.autoencoder().likelihood(),
        Vae::new);
  }

  @Override
  protected VaeOptions applyTo(VaeOptions base) {
    return base.withAutoencoder(networks.applyTo(base.autoencoder(), pictures))
        .withKl(kl.applyTo(base.kl()))
        .withInputNoise(given(inputNoise, base.inputNoise()));
  }
}
