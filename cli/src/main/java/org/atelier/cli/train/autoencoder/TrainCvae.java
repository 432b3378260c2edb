package org.atelier.cli.train.autoencoder;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.HostValues;
import org.atelier.model.condition.Conditions;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.conditional.ConditionalVae;
import org.atelier.vae.conditional.ConditionalVaeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a {@link ConditionalVae}: {@code ./atelier train cvae}. */
@Command(
    name = "cvae",
    description = "Trains a class-conditional variational auto-encoder (Sohn et al., 2015).")
public final class TrainCvae
    extends TrainAutoencoder<ConditionalVaeOptions, LabelledImages, ConditionalVae> {
  private static final Recipe<ConditionalVaeOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          ConditionalVaeOptions.defaults(),
          TrainingOptions.defaults().withBatchSize(128).withSteps(6000).withCheckpointEvery(1000),
          500);

  @Mixin private final AutoencoderChoice networks = new AutoencoderChoice();

  @Mixin private final KlOptions kl = new KlOptions();

  /** The command with its recipe. */
  public TrainCvae() {
    super(
        ConditionalVaeOptions.class,
        RECIPE,
        AutoencoderChoice.labelled(
            ConditionalVaeOptions::autoencoder,
            ConditionalVaeOptions::withAutoencoder,
            ConditionalVaeOptions::withClasses),
        options -> options.autoencoder().likelihood(),
        ConditionalVae::new);
  }

  @Override
  protected ConditionalVaeOptions applyTo(ConditionalVaeOptions base) {
    return base.withAutoencoder(networks.applyTo(base.autoencoder(), pictures))
        .withKl(kl.applyTo(base.kl()));
  }

  @Override
  protected Conditions conditions(LabelledImages batch) {
    long[] labels = batch.labels().toLongArray();
    return (manager, from, count) ->
        new NDList(
            HostValues.toArray(
                manager, Arrays.copyOfRange(labels, from, from + count), new Shape(count)));
  }
}
