package org.atelier.cli.train.gan;

import java.util.Arrays;
import org.atelier.cli.data.PictureClasses;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.batch.Images;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.atelier.image.PictureShape;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.objective.Penalty;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a class-conditional {@link ConditionalDcgan}: {@code ./atelier train cdcgan}. */
@Command(
    name = "cdcgan",
    description = "Trains a class-conditional deep convolutional GAN (arXiv:1411.1784).")
public final class TrainConditionalDcgan
    extends TrainGan<ConditionalDcganOptions, ConditionedImages, ConditionalDcgan> {
  private static final int CLASSES = 10;

  private static final Recipe<ConditionalDcganOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          ConditionalDcganOptions.defaults()
              .withPicture(PictureShape.grey(28))
              .withCondition(new ClassLabels(CLASSES))
              .withNetworks(ConditionalDcganNetworks.of(64, 32))
              .withMismatched(0.25)
              .withOptimizer(Adam.of(4e-4, 0.5))
              .withStabilisation(
                  Stabilisation.none().withAverageDecay(0.998).withR1(Penalty.of(1).every(4))),
          TrainingOptions.defaults().withBatchSize(64).withSteps(4000).withCheckpointEvery(1000),
          100);

  @Mixin private final ConditionalOptions options = new ConditionalOptions();

  /** The command with its recipe. */
  public TrainConditionalDcgan() {
    super(
        ConditionalDcganOptions.class,
        RECIPE,
        new Needs<>(
            ConditionalDcganOptions::picture,
            ConditionalDcganOptions::withPicture,
            (options, classes) -> options.withCondition(new ClassLabels(classes)),
            TrainConditionalDcgan::conditioned),
        ConditionalDcgan::new);
  }

  @Override
  protected ConditionalDcganOptions applyTo(ConditionalDcganOptions base) {
    ConditionalDcganOptions given = options.applyTo(base);
    return given
        .withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            given.networks().withLatentSize(networks.latentSize(base.networks().latentSize())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }

  private static TrainingData<ConditionedImages> conditioned(
      TrainingPictures pictures, TrainingData<Images> images, TrainingOptions training) {
    PictureClasses classes = pictures.classes();
    return new ClassLabels(classes.names().size())
        .join(images, Arrays.stream(classes.labels()).boxed().toList());
  }
}
