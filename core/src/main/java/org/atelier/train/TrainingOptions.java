package org.atelier.train;

import java.util.Objects;
import org.atelier.engine.Precision;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained, whatever the model.
 *
 * @param batchSize examples a batch
 * @param epochs passes over the data; not used when {@code steps} is given
 * @param steps training steps, or null to count epochs
 * @param seed of everything random in the run
 * @param accumulation batches whose gradients are averaged before one update
 * @param maxGradientNorm threshold at which a phase's gradients are clipped by their global norm,
 *     or null for no clipping
 * @param checkpointEvery steps between checkpoints; one more is written at the end
 * @param keepCheckpoints how many of the newest checkpoints stay
 * @param precision in which networks compute, also where listeners draw samples; gradient penalties
 *     are float32 in any
 */
public record TrainingOptions(
    int batchSize,
    int epochs,
    @Nullable Long steps,
    long seed,
    int accumulation,
    @Nullable Double maxGradientNorm,
    long checkpointEvery,
    int keepCheckpoints,
    Precision precision) {
  /** Checks every number. */
  public TrainingOptions {
    atLeastOne("batchSize", batchSize);
    atLeastOne("epochs", epochs);
    if (steps != null) {
      atLeastOne("steps", steps);
    }
    atLeastOne("accumulation", accumulation);
    if (maxGradientNorm != null && (!(maxGradientNorm > 0) || maxGradientNorm.isInfinite())) {
      throw new IllegalArgumentException(
          "maxGradientNorm must be positive and finite, but was " + maxGradientNorm);
    }
    atLeastOne("checkpointEvery", checkpointEvery);
    atLeastOne("keepCheckpoints", keepCheckpoints);
    Objects.requireNonNull(precision, "there is no precision");
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }

  /** Batches of 64, 10 epochs, seed 0, a checkpoint every 500 steps of which two stay, float32. */
  public static TrainingOptions defaults() {
    return new TrainingOptions(64, 10, null, 0, 1, null, 500, 2, Precision.FLOAT32);
  }

  /** The same with batches of this size. */
  public TrainingOptions withBatchSize(int batchSize) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same over so many passes over the data. */
  public TrainingOptions withEpochs(int epochs) {
    return new TrainingOptions(
        batchSize,
        epochs,
        null,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same over so many steps. */
  public TrainingOptions withSteps(long steps) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same from another seed. */
  public TrainingOptions withSeed(long seed) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same with the gradients of so many batches averaged before one update. */
  public TrainingOptions withAccumulation(int accumulation) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same with each phase's gradients clipped to this global norm. */
  public TrainingOptions withMaxGradientNorm(double maxGradientNorm) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same with a checkpoint after every so many steps. */
  public TrainingOptions withCheckpointEvery(long checkpointEvery) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same with so many checkpoints kept. */
  public TrainingOptions withKeepCheckpoints(int keepCheckpoints) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }

  /** The same in another precision. */
  public TrainingOptions withPrecision(Precision precision) {
    return new TrainingOptions(
        batchSize,
        epochs,
        steps,
        seed,
        accumulation,
        maxGradientNorm,
        checkpointEvery,
        keepCheckpoints,
        precision);
  }
}
