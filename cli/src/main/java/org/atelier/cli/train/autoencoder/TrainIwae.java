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
import org.atelier.vae.iwae.Iwae;
import org.atelier.vae.iwae.IwaeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a {@link Iwae}: {@code ./atelier train iwae}. */
@Command(
    name = "iwae",
    description = "Trains an importance-weighted auto-encoder (arXiv:1509.00519).")
public final class TrainIwae extends TrainAutoencoder<IwaeOptions, Images, Iwae> {
  private static final Recipe<IwaeOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          IwaeOptions.defaults(),
          TrainingOptions.defaults().withBatchSize(128).withSteps(4000).withCheckpointEvery(1000),
          500);

  @Mixin private final AutoencoderChoice networks = new AutoencoderChoice();

  @Option(
      names = "--importance-samples",
      paramLabel = "K",
      description =
          "Importance samples of z for each picture: more give a tighter bound, at a"
              + " proportional cost in the decoder (default: ${bundle:default.samples}).")
  private @Nullable Integer samples;

  /** The command with its recipe. */
  public TrainIwae() {
    super(IwaeOptions.class, RECIPE);
  }

  @Override
  protected IwaeOptions applyTo(IwaeOptions base) {
    return base.withAutoencoder(networks.applyTo(base.autoencoder()))
        .withSamples(given(samples, base.samples()));
  }

  @Override
  protected PictureOptions pictures() {
    return networks.pictures;
  }

  @Override
  protected PictureShape picture(IwaeOptions options) {
    return AutoencoderChoice.shape(options.autoencoder());
  }

  @Override
  protected IwaeOptions withPicture(IwaeOptions options, PictureShape picture) {
    return options.withAutoencoder(AutoencoderChoice.withShape(options.autoencoder(), picture));
  }

  @Override
  protected Likelihood likelihood(IwaeOptions options) {
    return options.autoencoder().likelihood();
  }

  @Override
  protected Iwae build(IwaeOptions options) {
    return new Iwae(options);
  }

  @Override
  protected TrainingData<Images> data(TrainingPictures pictures, TrainingData<Images> images) {
    return images;
  }
}
