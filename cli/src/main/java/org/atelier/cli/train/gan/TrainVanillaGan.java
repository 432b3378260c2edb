package org.atelier.cli.train.gan;

import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.Images;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.model.objective.Penalty;
import org.atelier.train.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a {@link VanillaGan}: {@code ./atelier train gan}. */
@Command(
    name = "gan",
    description = "Trains the original GAN, of multilayer perceptrons (arXiv:1406.2661).")
public final class TrainVanillaGan extends TrainGan<VanillaGanOptions, Images, VanillaGan> {
  private static final Recipe<VanillaGanOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          VanillaGanOptions.defaults()
              // Without R1, 12,000 steps end in mode collapse, with four kinds of shapes.
              .withStabilisation(
                  Stabilisation.none().withAverageDecay(0.998).withR1(Penalty.of(1).every(4))),
          TrainingOptions.defaults().withBatchSize(64).withSteps(8000).withCheckpointEvery(1000),
          100);

  @Mixin private final UnitsOptions units = new UnitsOptions();

  /** The command with its recipe. */
  public TrainVanillaGan() {
    super(
        VanillaGanOptions.class,
        RECIPE,
        Needs.unlabelled(VanillaGanOptions::picture, VanillaGanOptions::withPicture),
        VanillaGan::new);
  }

  @Override
  protected VanillaGanOptions applyTo(VanillaGanOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            units
                .applyTo(base.networks())
                .withLatentSize(networks.latentSize(base.networks().latentSize())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }
}
