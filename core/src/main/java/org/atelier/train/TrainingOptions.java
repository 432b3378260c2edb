package org.atelier.train;

import org.atelier.engine.Precision;
import org.atelier.options.OptionChecks;

/**
 * Options of training, for any model.
 *
 * @param batchSize number of examples in a batch, at least 1
 * @param length number of training steps or epochs
 * @param seed seed of all random numbers of the run
 * @param gradients gradient accumulation and clipping
 * @param checkpoints interval of checkpoints, and how many are kept
 * @param precision precision of networks, also for listeners' samples; gradient penalties are
 *     computed in float32 in every precision
 */
public record TrainingOptions(
    int batchSize,
    TrainingLength length,
    long seed,
    GradientOptions gradients,
    CheckpointOptions checkpoints,
    Precision precision) {
  /** Checks the batch size; the other components check themselves. */
  public TrainingOptions {
    OptionChecks.atLeast(1, "batchSize", batchSize);
  }

  /**
   * Returns the default: batches of 64, 10 epochs, seed 0, no accumulation and clipping, a
   * checkpoint every 500 steps of which the two newest are kept, float32.
   */
  public static TrainingOptions defaults() {
    return new TrainingOptions(
        64,
        TrainingLength.ofEpochs(10),
        0,
        GradientOptions.defaults(),
        CheckpointOptions.defaults(),
        Precision.FLOAT32);
  }

  /** Returns a copy with this batch size, at least 1. */
  public TrainingOptions withBatchSize(int batchSize) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /** Returns a copy with this number of steps or epochs. */
  public TrainingOptions withLength(TrainingLength length) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /** Returns a copy that trains for this many steps: short for {@link #withLength}. */
  public TrainingOptions withSteps(long steps) {
    return withLength(TrainingLength.ofSteps(steps));
  }

  /** Returns a copy that trains for this many epochs: short for {@link #withLength}. */
  public TrainingOptions withEpochs(int epochs) {
    return withLength(TrainingLength.ofEpochs(epochs));
  }

  /** Returns a copy with this seed. */
  public TrainingOptions withSeed(long seed) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /** Returns a copy with this accumulation and clipping of gradients. */
  public TrainingOptions withGradients(GradientOptions gradients) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /** Returns a copy with these options of checkpoints. */
  public TrainingOptions withCheckpoints(CheckpointOptions checkpoints) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /**
   * Returns a copy with this interval of checkpoints in steps: short for {@link #withCheckpoints}.
   */
  public TrainingOptions withCheckpointEvery(long steps) {
    return withCheckpoints(checkpoints.withEvery(steps));
  }

  /** Returns a copy with this precision. */
  public TrainingOptions withPrecision(Precision precision) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }
}
