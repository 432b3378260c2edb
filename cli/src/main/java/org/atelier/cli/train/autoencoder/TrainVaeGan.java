package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.train.PictureOptions;
import org.atelier.cli.train.Recipe;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.image.PictureShape;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.Likelihood;
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

  @Option(
      names = "--gamma",
      paramLabel = "X",
      description =
          "Weight of the reconstruction error relative to the adversarial loss in the decoder's"
              + " objective (default: ${bundle:default.gamma}).")
  private @Nullable Double gamma;

  /** The command with its recipe. */
  public TrainVaeGan() {
    super(VaeGanOptions.class, RECIPE);
  }

  @Override
  protected VaeGanOptions applyTo(VaeGanOptions base) {
    return base.withAutoencoder(networks.applyTo(base.autoencoder()))
        .withGamma(given(gamma, base.gamma()));
  }

  @Override
  protected PictureOptions pictures() {
    return networks.pictures;
  }

  @Override
  protected PictureShape picture(VaeGanOptions options) {
    return AutoencoderChoice.shape(options.autoencoder());
  }

  @Override
  protected VaeGanOptions withPicture(VaeGanOptions options, PictureShape picture) {
    return options.withAutoencoder(AutoencoderChoice.withShape(options.autoencoder(), picture));
  }

  @Override
  protected Likelihood likelihood(VaeGanOptions options) {
    return options.autoencoder().likelihood();
  }

  @Override
  protected VaeGan build(VaeGanOptions options) {
    return new VaeGan(options);
  }

  @Override
  protected TrainingData<Images> data(TrainingPictures pictures, TrainingData<Images> images) {
    return images;
  }
}
