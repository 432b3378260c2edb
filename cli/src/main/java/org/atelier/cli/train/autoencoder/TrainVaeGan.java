package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.vaegan.VaeGan;
import org.atelier.vae.vaegan.VaeGanOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a {@link VaeGan}: {@code ./atelier train vae-gan}. */
@Command(
    name = "vae-gan",
    description =
        "Trains a VAE with a discriminator, in whose features the reconstruction error is"
            + " measured (arXiv:1512.09300).")
public final class TrainVaeGan extends TrainAutoencoder<VaeGanOptions, Images, VaeGan> {
  private static final Recipe<VaeGanOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          VaeGanOptions.defaults(),
          TrainingOptions.defaults().withBatchSize(32).withSteps(2000).withCheckpointEvery(1000),
          250);

  @Mixin private final AutoencoderChoice networks = new AutoencoderChoice();

  @Range(from = 0)
  @Option(
      names = "--gamma",
      paramLabel = "X",
      description =
          "Weight of the reconstruction error relative to the adversarial loss in the decoder's"
              + " objective (default: ${bundle:default.gamma}).")
  private @Nullable Double gamma;

  /** The command with its recipe. */
  public TrainVaeGan() {
    super(
        VaeGanOptions.class,
        RECIPE,
        AutoencoderChoice.unlabelled(VaeGanOptions::autoencoder, VaeGanOptions::withAutoencoder),
        options -> options.autoencoder().likelihood(),
        VaeGan::new);
  }

  @Override
  protected VaeGanOptions applyTo(VaeGanOptions base) {
    return base.withAutoencoder(networks.applyTo(base.autoencoder(), pictures))
        .withGamma(given(gamma, base.gamma()));
  }
}
