package org.atelier.cli.train.translation;

import static org.atelier.cli.command.Given.given;

import ai.djl.ndarray.NDArray;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.train.Recipe;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.discogan.DiscoGanOptions;
import org.atelier.translation.discogan.ReconstructionRate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link DiscoGan}: {@code ./atelier train discogan}. */
@Command(
    name = "discogan",
    description = {
      "Trains unpaired image-to-image translation that discovers relations between two"
          + " domains (arXiv:1703.05192).",
      "--data and --data-b are a folder or an embedded data set each (default: the emoji"
          + " noto and twemoji).",
      ""
    })
public final class TrainDiscoGan extends TrainUnpaired<DiscoGanOptions, DiscoGan> {
  private static final Recipe<DiscoGanOptions> RECIPE =
      new Recipe<>(
          "noto",
          DiscoGanOptions.defaults()
              .withFilters(32)
              // The paper's bottleneck of 100 values, and its 10,000 steps at the low
              // reconstruction rate, suit budgets a hundred times as large.
              .withBottleneck(0)
              .withReconstructionRate(new ReconstructionRate(0.01, 0.5, 200))
              .withOptimizer(DiscoGanOptions.defaults().optimizer().withLearningRate(5e-4)),
          TrainingOptions.defaults().withBatchSize(16).withSteps(1800).withCheckpointEvery(1000),
          100);

  @Range(from = 0)
  @Option(
      names = "--switch-at",
      paramLabel = "N",
      description =
          "GAN curriculum: steps after which the reconstruction rate rises from 0.01 to 0.5,"
              + " equal to the weight of all other losses (default: ${bundle:default.ganCurriculum}).")
  private @Nullable Long switchAt;

  @Range(from = 0)
  @Option(
      names = "--bottleneck",
      paramLabel = "N",
      description =
          "Dimension of the bottleneck between encoder and decoder; 0 for none (default:"
              + " ${bundle:default.bottleneck}).")
  private @Nullable Integer bottleneck;

  /** The command with its recipe. */
  public TrainDiscoGan() {
    super(DiscoGanOptions.class, RECIPE, options -> options.domains().a().width(), DiscoGan::new);
  }

  @Override
  protected DiscoGanOptions applyTo(DiscoGanOptions base) {
    DiscoGanOptions options = base;
    if (common.size != null) {
      options = options.withDomains(options.domains().withSize(common.size));
    }
    if (common.decay() != null) {
      throw new UsageException(
          "--decay is not for DiscoGAN, whose learning rate is constant; leave it out");
    }
    ReconstructionRate rate = options.reconstructionRate();
    return options
        .withFilters(given(common.filters, options.filters()))
        .withBottleneck(given(bottleneck, options.bottleneck()))
        .withReconstructionRate(rate.withGanCurriculum(given(switchAt, rate.ganCurriculum())))
        .withOptimizer(common.learningRate(options.optimizer()));
  }

  @Override
  protected NDArray toB(DiscoGan model, NDArray a) {
    return model.generator_B().predict(a);
  }

  @Override
  protected NDArray toA(DiscoGan model, NDArray b) {
    return model.generator_A().predict(b);
  }
}
