package org.atelier.train;

import org.atelier.engine.Precision;
import org.atelier.options.OptionChecks;

/**
 * How a model is trained, whatever the model.
 *
 * @param batchSize examples in a batch, at least 1
 * @param length training steps or passes over the data
 * @param seed of everything random in the run
 * @param gradients accumulation and clipping
 * @param checkpoints when they are written, and how many are kept
 * @param precision in which networks compute, also where listeners draw samples; gradient penalties
 *     are float32 in any
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
   * Batches of 64, 10 epochs, seed 0, a checkpoint every 500 steps of which two are kept; float32.
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

  /** Returns a copy with this many examples in a batch. */
  public TrainingOptions withBatchSize(int batchSize) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /** Returns a copy with this number of steps or epochs. */
  public TrainingOptions withLength(TrainingLength length) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /** Returns a copy that trains for this many steps: {@link #withLength} in short. */
  public TrainingOptions withSteps(long steps) {
    return withLength(TrainingLength.ofSteps(steps));
  }

  /**
   * Returns a copy that trains for this many passes over the data: {@link #withLength} in short.
   */
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

  /** Returns a copy with these times of checkpoints. */
  public TrainingOptions withCheckpoints(CheckpointOptions checkpoints) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }

  /** Returns a copy with this many steps between checkpoints: {@link #withCheckpoints} in short. */
  public TrainingOptions withCheckpointEvery(long steps) {
    return withCheckpoints(checkpoints.withEvery(steps));
  }

  /** Returns a copy with this precision. */
  public TrainingOptions withPrecision(Precision precision) {
    return new TrainingOptions(batchSize, length, seed, gradients, checkpoints, precision);
  }
}
