package org.atelier.model.capability;

import org.atelier.options.OptionChecks;
import org.atelier.random.CounterRandom;

/**
 * Options of the estimator of {@link Evidence}.
 *
 * @param samples number of importance samples of z for each example, at least 1
 * @param batchSize number of latents that are decoded in one batch, at least 1; bounds the memory
 * @param seed seed of the samples, which are a function of the seed and the index of an example
 */
public record EvidenceOptions(int samples, int batchSize, long seed) {
  private static final String PURPOSE = "evidence";

  /** Checks the range of every component. */
  public EvidenceOptions {
    OptionChecks.atLeast(1, "samples", samples);
    OptionChecks.atLeast(1, "batchSize", batchSize);
  }

  /** Returns the default: 200 samples, 2,000 latents in a batch, seed 0. */
  public static EvidenceOptions defaults() {
    return new EvidenceOptions(200, 2000, 0);
  }

  /** Returns a copy with this number of importance samples for each example. */
  public EvidenceOptions withSamples(int samples) {
    return new EvidenceOptions(samples, batchSize, seed);
  }

  /** Returns a copy with this number of latents in a batch. */
  public EvidenceOptions withBatchSize(int batchSize) {
    return new EvidenceOptions(samples, batchSize, seed);
  }

  /** Returns a copy with this seed. */
  public EvidenceOptions withSeed(long seed) {
    return new EvidenceOptions(samples, batchSize, seed);
  }

  /**
   * Returns the number of examples in a batch, at least 1: all their samples are decoded together.
   */
  public int examplesPerBatch() {
    return Math.max(1, batchSize / samples);
  }

  /**
   * Returns the random generator of an example's samples.
   *
   * @param example its index in the data, from 0
   */
  public CounterRandom random(long example) {
    return CounterRandom.of(seed, PURPOSE).fork(example);
  }
}
