package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.train.TrainingOptions;
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

  @Range(from = 1)
  @Option(
      names = "--importance-samples",
      paramLabel = "K",
      description =
          "Importance samples of z for each picture: more give a tighter bound, at a"
              + " proportional cost in the decoder (default: ${bundle:default.samples}).")
  private @Nullable Integer samples;

  /** The command with its recipe. */
  public TrainIwae() {
    super(
        IwaeOptions.class,
        RECIPE,
        AutoencoderChoice.unlabelled(IwaeOptions::autoencoder, IwaeOptions::withAutoencoder),
        options -> options.autoencoder().likelihood(),
        Iwae::new);
  }

  @Override
  protected int examplesPerPicture(IwaeOptions options) {
    return options.samples();
  }

  @Override
  protected IwaeOptions applyTo(IwaeOptions base) {
    return base.withAutoencoder(networks.applyTo(base.autoencoder(), pictures))
        .withSamples(given(samples, base.samples()));
  }
}
