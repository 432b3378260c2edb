package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.UsageException;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.Recipe;
import org.atelier.data.batch.LabelledImages;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanNetworks;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.model.objective.Penalty;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link AcGan}: {@code ./atelier train acgan}. */
@Command(
    name = "acgan",
    description = "Trains a GAN whose discriminator also names the class (arXiv:1610.09585).")
public final class TrainAcGan extends TrainGan<AcGanOptions, LabelledImages, AcGan> {
  private static final double DROPOUT = 0.25;

  private static final Recipe<AcGanOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          AcGanOptions.defaults()
              .withImageSize(28)
              .withNetworks(AcGanNetworks.strided(64, 32))
              .withOptimizer(Adam.of(4e-4, 0.5))
              // Without these two, the samples of a class come out alike.
              .withFakeClassWeight(0)
              .withStabilisation(
                  Stabilisation.none().withAverageDecay(0.998).withR1(Penalty.of(0.2).every(4))),
          TrainingOptions.defaults().withBatchSize(64).withSteps(3000).withCheckpointEvery(1000),
          100);

  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps next to the picture of networks of stride 2, as the paper's (default:"
              + " ${bundle:default.generatorFilters} and"
              + " ${bundle:default.discriminatorFilters}).")
  private @Nullable Integer filters;

  @Option(
      names = "--resizing",
      paramLabel = "N",
      description =
          "PyTorch-GAN's networks instead, with so many feature maps in the widest layers, a"
              + " multiple of 8.")
  private @Nullable Integer resizing;

  @Option(
      names = "--dropout",
      paramLabel = "X",
      description =
          "With --resizing, the share of the discriminator's features that are dropped in training"
              + " (default: 0.25).")
  private @Nullable Double dropout;

  @Option(
      names = "--fake-class-weight",
      paramLabel = "X",
      description =
          "Weight of the discriminator's class loss of generated pictures; 1 in the paper, 0 where"
              + " samples of a class come out alike (default: ${bundle:default.fakeClassWeight}).")
  private @Nullable Double fakeClassWeight;

  /** The command with its recipe. */
  public TrainAcGan() {
    super(
        AcGanOptions.class,
        RECIPE,
        Needs.labelled(AcGanOptions::picture, AcGanOptions::withPicture, AcGanOptions::withClasses),
        AcGan::new);
  }

  @Override
  protected AcGanOptions applyTo(AcGanOptions base) {
    return base.withPicture(pictures.applyTo(base.picture()))
        .withNetworks(
            networks(base.networks())
                .withLatentSize(networks.latentSize(base.networks().latentSize())))
        .withOptimizer(networks.optimizer(base.optimizer()))
        .withFakeClassWeight(given(fakeClassWeight, base.fakeClassWeight()))
        .withStabilisation(steadiness.applyTo(base.stabilisation()));
  }

  private AcGanNetworks networks(AcGanNetworks base) {
    if (resizing != null) {
      if (filters != null) {
        throw new UsageException(
            "--filters and --resizing name two kinds of networks; leave one out");
      }
      return AcGanNetworks.resizing(resizing, given(dropout, DROPOUT));
    }
    if (dropout != null) {
      throw new UsageException(
          "--dropout goes with --resizing, whose networks have one; leave it out or add that");
    }
    return filters == null ? base : AcGanNetworks.strided(filters, filters);
  }
}
