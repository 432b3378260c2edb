package org.atelier.cli.run;

import static org.atelier.cli.command.Given.given;

import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.cli.command.Require;
import org.atelier.cli.command.UsageException;
import org.atelier.data.PrefetchOptions;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of every training command that say what a run is, whatever the model. All are null
 * unless given, so that a resumed run keeps its own.
 */
public final class RunOptions {
  @Option(
      names = "--data",
      paramLabel = "FOLDER|SET",
      description =
          "What to learn from: a folder of pictures, a folder of IDX files (the MNIST family), or"
              + " an embedded set, which ./atelier list names (default: ${bundle:default.data}).")
  public @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "NAME|FOLDER",
      description =
          "Where the run goes: a name below runs/, or a folder with a / in it (default: the model's"
              + " name, with a number if it is taken).")
  public @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      description =
          "Go on with a run that was stopped or killed, from its last checkpoint and with its"
              + " options. --steps or --epochs may prolong it.")
  public @Nullable Path resume;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Training steps (default: ${bundle:default.steps}).")
  public @Nullable Long steps;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data, instead of --steps.")
  public @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Pictures a step (default: ${bundle:default.batchSize}).")
  @Nullable Integer batchSize;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description =
          "Batches whose gradients are averaged before one update: large batches in little memory"
              + " (default: ${bundle:default.accumulation}).")
  @Nullable Integer accumulation;

  @Option(
      names = "--max-gradient-norm",
      paramLabel = "X",
      description =
          "Longer gradients are shortened to this, all of a phase as one vector (default: none"
              + " are).")
  @Nullable Double maxGradientNorm;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of everything random: the same seed, the same run (default: 0).")
  @Nullable Long seed;

  @Option(
      names = "--precision",
      paramLabel = "float32|mixed|auto",
      description =
          "mixed computes in bfloat16 where that is safe, and is quicker on processors with units"
              + " for it; auto looks for them (default: float32).")
  public @Nullable PrecisionChoice precision;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Steps between checkpoints (default: ${bundle:default.checkpoints.every}).")
  @Nullable Integer checkpointEvery;

  @Option(
      names = "--sample-every",
      paramLabel = "N",
      description = "Steps between grids of samples (default: ${bundle:default.sampleEvery}).")
  public @Nullable Integer sampleEvery;

  @Option(
      names = "--health",
      paramLabel = "off|warn|stop|rollback",
      description =
          "What happens when the run falls ill (collapse, a discriminator that has won, exploding"
              + " gradients): a warning, or the end of the run; rollback keeps the best checkpoint"
              + " in the run's folder best, too (default: warn).")
  public @Nullable HealthChoice health;

  @Option(
      names = "--prefetch",
      paramLabel = "N",
      description = "Threads that load the next batches while a step computes (default: 1).")
  public @Nullable Integer prefetch;

  /** Refuses options that contradict each other. */
  public void check() {
    if (steps != null && epochs != null) {
      throw new UsageException("Expected --steps or --epochs, but got both; leave one out");
    }
    if (resume != null && out != null) {
      throw new UsageException(
          "--out names a new run, but --resume %s goes on with an old one; leave one out"
              .formatted(resume));
    }
    Require.atLeast("--sample-every", sampleEvery, 1);
    // Checkpoints are found from other folders too, but all that a run writes goes into its own.
    if (resume != null
        && Files.isDirectory(resume)
        && !Files.isDirectory(resume.resolve("checkpoints"))) {
      throw new UsageException(
          "--resume expects the folder of a run, such as runs/dcgan, but there is no folder checkpoints in %s; name the folder of a run, or start a new one"
              .formatted(resume));
    }
  }

  /** The run's options with those that were given. */
  public TrainingOptions applyTo(TrainingOptions base) {
    TrainingOptions options =
        base.withBatchSize(given(batchSize, base.batchSize()))
            .withGradients(
                base.gradients()
                    .withAccumulation(given(accumulation, base.gradients().accumulation())))
            .withSeed(given(seed, base.seed()));
    if (steps != null) {
      options = options.withSteps(steps);
    }
    if (epochs != null) {
      options = options.withEpochs(epochs);
    }
    if (checkpointEvery != null) {
      options = options.withCheckpointEvery(checkpointEvery);
    }
    if (maxGradientNorm != null) {
      options = options.withGradients(options.gradients().withMaxNorm(maxGradientNorm));
    }
    return options;
  }

  /** How much is loaded ahead, of a run that had chosen {@code kept}. */
  public PrefetchOptions prefetch(PrefetchOptions kept) {
    // Every thread has a batch at hand and one in store.
    return prefetch == null
        ? kept
        : kept.withThreads(prefetch).withAhead(Math.max(kept.ahead(), 2 * prefetch));
  }
}
