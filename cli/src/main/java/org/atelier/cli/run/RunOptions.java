package org.atelier.cli.run;

import static org.atelier.cli.command.Given.given;

import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.data.PrefetchOptions;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that all training commands share, independent of the model. All are null unless given, so
 * that a resumed run keeps its own.
 */
public final class RunOptions {
  @Option(
      names = "--data",
      paramLabel = "FOLDER|SET",
      description =
          "Training data: a folder of pictures, a folder of IDX files (MNIST's format), or an"
              + " embedded data set, as ./atelier list names them (default: ${bundle:default.data})."
              + " Where a folder has the name of a set, embedded:SET is the set and ./SET the"
              + " folder.")
  public @Nullable String data;

  @Option(
      names = "--out",
      paramLabel = "NAME|FOLDER",
      description =
          "Folder of the run: a name below runs/, or a path with a / in it (default: the"
              + " model's name, with a number appended if it is taken).")
  public @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      description =
          "Resume a stopped or killed run from its last checkpoint, with its own options."
              + " --steps or --epochs may extend it.")
  public @Nullable Path resume;

  @Range(from = 1)
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Number of training steps (default: ${bundle:default.steps}).")
  public @Nullable Long steps;

  @Range(from = 1)
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Number of passes over the training data, in place of --steps.")
  public @Nullable Integer epochs;

  @Range(from = 1)
  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Pictures in a batch (default: ${bundle:default.batchSize}).")
  @Nullable Integer batchSize;

  @Range(from = 1)
  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description =
          "Gradient accumulation: averages the gradients of N batches before each update, for"
              + " large batches in little memory (default: ${bundle:default.accumulation}).")
  @Nullable Integer accumulation;

  @Range(from = 0, above = true)
  @Option(
      names = "--max-gradient-norm",
      paramLabel = "X",
      description =
          "Gradient-clipping threshold: clips by global norm, over all gradients of a phase"
              + " (default: no clipping).")
  @Nullable Double maxGradientNorm;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Random seed of initial weights, shuffling and latents; the same seed reproduces a"
              + " run (default: 0).")
  @Nullable Long seed;

  @Option(
      names = "--precision",
      paramLabel = "float32|mixed|auto",
      description =
          "Numeric precision. mixed computes matrix products in bfloat16, which is faster on"
              + " CPUs with bfloat16 units; auto chooses mixed on such CPUs (default: float32).")
  public @Nullable PrecisionChoice precision;

  @Range(from = 1)
  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Steps between two checkpoints (default: ${bundle:default.checkpoints.every}).")
  @Nullable Integer checkpointEvery;

  @Range(from = 1)
  @Option(
      names = "--sample-every",
      paramLabel = "N",
      description = "Steps between two grids of samples (default: ${bundle:default.sampleEvery}).")
  public @Nullable Integer sampleEvery;

  @Option(
      names = "--health",
      paramLabel = "off|warn|stop|rollback",
      description =
          "Reaction to training failures (mode or posterior collapse, vanishing or exploding"
              + " gradients): off checks nothing, warn prints a warning, stop ends the run, and"
              + " rollback also keeps the best checkpoint in the run's folder best (default: warn).")
  public @Nullable HealthChoice health;

  @Option(
      names = "--on-bad-picture",
      paramLabel = "fail|skip",
      description =
          "Reaction to a picture (or sound) that cannot be used: skip puts the next one of the same"
              + " class in its place and counts it, fail ends the run after a checkpoint"
              + " (default: skip).")
  public @Nullable BadPictureChoice onBadPicture;

  @Option(
      names = "--accept-data",
      description =
          "With --resume, go on although the data has changed: pictures were added, removed or"
              + " repaired.")
  public boolean acceptData;

  @Range(from = 1, to = 64)
  @Option(
      names = "--prefetch",
      paramLabel = "N",
      description = "Threads that load batches ahead while a step computes (default: 1).")
  public @Nullable Integer prefetch;

  /** Refuses options that exclude each other. */
  public void check() {
    if (steps != null && epochs != null) {
      throw new UsageException("Expected --steps or --epochs, but got both; leave one out");
    }
    if (resume != null && out != null) {
      throw new UsageException(
          "--out names a new run, but --resume %s continues an existing one; leave one out"
              .formatted(resume));
    }
    if (resume == null && acceptData) {
      throw new UsageException(
          "--accept-data goes on with changed data of a run that is resumed; add --resume, or leave"
              + " it out");
    }
    if (resume != null) {
      Inputs.folder("--resume", "the folder of a run", resume);
    }
    // Checkpoints can be loaded from other folders, too, but a resumed run writes into its own.
    if (resume != null
        && Files.isDirectory(resume)
        && !Files.isDirectory(resume.resolve("checkpoints"))) {
      throw new UsageException(
          "--resume expects the folder of a run, such as runs/dcgan, but there is no folder checkpoints in %s; name the folder of a run, or start a new one"
              .formatted(resume));
    }
  }

  /** The training options with those that were given on the command line. */
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

  /** The prefetch options: {@code kept}, with {@code --prefetch} if it was given. */
  public PrefetchOptions prefetch(PrefetchOptions kept) {
    // Each thread loads one batch and holds another.
    return prefetch == null
        ? kept
        : kept.withThreads(prefetch).withAhead(Math.max(kept.ahead(), 2 * prefetch));
  }
}
