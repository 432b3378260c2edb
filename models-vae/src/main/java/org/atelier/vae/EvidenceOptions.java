package org.atelier.vae;

import org.atelier.options.OptionChecks;
import org.atelier.random.CounterRandom;

/**
 * How {@link Evidence} is estimated.
 *
 * @param samples draws of z for each example, at least 1
 * @param decodedAtOnce examples that are decoded at once, at least 1: what bounds the memory
 * @param seed of the draws, which are functions of the seed and of an example's number
 */
public record EvidenceOptions(int samples, int decodedAtOnce, long seed) {
  private static final String PURPOSE = "evidence";

  /** Checks the numbers. */
  public EvidenceOptions {
    OptionChecks.atLeast(1, "samples", samples);
    OptionChecks.atLeast(1, "decodedAtOnce", decodedAtOnce);
  }

  /** 200 draws, 2000 at once. */
  public static EvidenceOptions defaults() {
    return new EvidenceOptions(200, 2000, 0);
  }

  /** The same with so many draws for each example. */
  public EvidenceOptions withSamples(int samples) {
    return new EvidenceOptions(samples, decodedAtOnce, seed);
  }

  /** The same with so many decoded at once. */
  public EvidenceOptions withDecodedAtOnce(int decodedAtOnce) {
    return new EvidenceOptions(samples, decodedAtOnce, seed);
  }

  /** The same with other draws. */
  public EvidenceOptions withSeed(long seed) {
    return new EvidenceOptions(samples, decodedAtOnce, seed);
  }

  int examplesAtOnce() {
    return Math.max(1, decodedAtOnce / samples);
  }

  /** The draws of one example. */
  CounterRandom random(long example) {
    return CounterRandom.of(seed, PURPOSE).fork(example);
  }
}
