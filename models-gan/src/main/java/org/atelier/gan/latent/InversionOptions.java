package org.atelier.gan.latent;

import org.atelier.options.OptionChecks;

/**
 * Options of {@link Inversion}.
 *
 * @param steps steps of Adam, at least 1
 * @param learningRate initial learning rate, positive; it decays along half a cosine to 0
 * @param starts number of initial latents that are optimised in parallel, at least 1; memory is
 *     that of a batch of as many pictures
 * @param featureWeight weight of the distance of features, at least 0; used with a feature network
 * @param priorWeight weight of mean z², at least 0: keeps latents where the prior has mass, at the
 *     cost of likeness
 * @param seed of the initial latents
 */
public record InversionOptions(
    int steps,
    double learningRate,
    int starts,
    double featureWeight,
    double priorWeight,
    long seed) {
  /** Checks the numbers. */
  public InversionOptions {
    OptionChecks.atLeast(1, "steps", steps);
    OptionChecks.atLeast(1, "starts", starts);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.notNegative("featureWeight", featureWeight);
    OptionChecks.notNegative("priorWeight", priorWeight);
  }

  /** 300 steps, learning rate 0.1, 8 initial latents, features of weight 1, no prior term. */
  public static InversionOptions defaults() {
    return new InversionOptions(300, 0.1, 8, 1, 0, 0);
  }

  /** Returns a copy with another number of steps. */
  public InversionOptions withSteps(int steps) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** Returns a copy with another initial learning rate. */
  public InversionOptions withLearningRate(double learningRate) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** Returns a copy with another number of initial latents. */
  public InversionOptions withStarts(int starts) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** Returns a copy with another weight of the distance of features. */
  public InversionOptions withFeatureWeight(double featureWeight) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** Returns a copy with another weight of mean z². */
  public InversionOptions withPriorWeight(double priorWeight) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** Returns a copy with another seed of the initial latents. */
  public InversionOptions withSeed(long seed) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }
}
