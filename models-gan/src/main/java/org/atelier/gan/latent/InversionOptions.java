package org.atelier.gan.latent;

import org.atelier.options.OptionChecks;

/**
 * How an {@link Inversion} searches.
 *
 * @param steps of Adam, at least 1; the learning rate falls along half a cosine to 0
 * @param learningRate at the beginning, positive
 * @param starts latents that search side by side, at least 1: the best one is given. Memory is that
 *     of a batch of so many pictures
 * @param featureWeight of the distance of features, at least 0; for a search with a feature network
 * @param priorWeight of mean z², at least 0: keeps latents where the generator has learnt, at the
 *     price of likeness
 * @param seed of the first latents
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
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learningRate must be positive and finite, but was " + learningRate);
    }
    checkWeight("featureWeight", featureWeight);
    checkWeight("priorWeight", priorWeight);
  }

  private static void checkWeight(String name, double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          name + " must be at least 0 and finite, but was " + weight);
    }
  }

  /** 300 steps of 0.1 from 8 starts, features of weight 1, no prior. */
  public static InversionOptions defaults() {
    return new InversionOptions(300, 0.1, 8, 1, 0, 0);
  }

  /** The same with so many steps. */
  public InversionOptions withSteps(int steps) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** The same with another learning rate. */
  public InversionOptions withLearningRate(double learningRate) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** The same from so many starts. */
  public InversionOptions withStarts(int starts) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** The same with another weight of features. */
  public InversionOptions withFeatureWeight(double featureWeight) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** The same with another weight of the prior. */
  public InversionOptions withPriorWeight(double priorWeight) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }

  /** The same from other first latents. */
  public InversionOptions withSeed(long seed) {
    return new InversionOptions(steps, learningRate, starts, featureWeight, priorWeight, seed);
  }
}
