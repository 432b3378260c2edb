package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.cli.command.Range;
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
    description = "Trains a class-conditional GAN with an auxiliary classifier (arXiv:1610.09585).")
public final class TrainAcGan extends TrainGan<AcGanOptions, LabelledImages, AcGan> {
  private static final double DROPOUT = 0.25;

  private static final Recipe<AcGanOptions> RECIPE =
      new Recipe<>(
          "fashion-mnist",
          AcGanOptions.defaults()
              .withImageSize(28)
              .withNetworks(AcGanNetworks.strided(64, 32))
              .withOptimizer(Adam.of(4e-4, 0.5))
              // Without these two, the samples of a class suffer mode collapse.
              .withFakeClassWeight(0)
              .withStabilisation(
                  Stabilisation.none().withAverageDecay(0.998).withR1(Penalty.of(0.2).every(4))),
          TrainingOptions.defaults().withBatchSize(64).withSteps(3000).withCheckpointEvery(1000),
          100);

  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the layer next to the picture, in networks of strided convolutions"
              + " as in the paper (default: ${bundle:default.generatorFilters} and"
              + " ${bundle:default.discriminatorFilters}).")
  private @Nullable Integer filters;

  @Range(from = 8)
  @Option(
      names = "--resizing",
      paramLabel = "N",
      description =
          "Use the networks of PyTorch-GAN instead, whose generator upsamples by resizing, with"
              + " N feature maps in the widest layers, a multiple of 8.")
  private @Nullable Integer resizing;

  @Range(from = 0, to = 1, below = true)
  @Option(
      names = "--dropout",
      paramLabel = "X",
      description = "Dropout probability of the discriminator, with --resizing (default: 0.25).")
  private @Nullable Double dropout;

  @Range(from = 0)
  @Option(
      names = "--fake-class-weight",
      paramLabel = "X",
      description =
          "Weight of the discriminator's classification loss on generated pictures; 1 in the"
              + " paper, 0 against mode collapse within a class (default:"
              + " ${bundle:default.fakeClassWeight}).")
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
        .withStabilisation(stabilisation.applyTo(base.stabilisation()));
  }

  private AcGanNetworks networks(AcGanNetworks base) {
    if (resizing != null) {
      if (filters != null) {
        throw new UsageException(
            "--filters and --resizing choose different networks; leave one out");
      }
      return AcGanNetworks.resizing(resizing, given(dropout, DROPOUT));
    }
    if (dropout != null) {
      throw new UsageException(
          "--dropout expects --resizing, whose networks have dropout; add --resizing, or leave"
              + " --dropout out");
    }
    return filters == null ? base : AcGanNetworks.strided(filters, filters);
  }
}
