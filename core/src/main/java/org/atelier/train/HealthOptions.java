package org.atelier.train;

import org.atelier.options.OptionChecks;

/**
 * When a {@link HealthGuard} warns. The limits are rules of thumb: none is from a paper.
 *
 * @param every steps between two looks; a look draws samples and fetches numbers from the device
 * @param samples pictures of a look, always from the same latents, at least 2
 * @param leastDiversity the share of the reference diversity below which the model has collapsed,
 *     in [0, 1)
 * @param leastLoss the discriminator's loss below which it is saturated, at least 0
 * @param mostGradient the gradients' norm, as a multiple of the median at earlier looks, above
 *     which they explode; above 1
 * @param patience looks in a row that must show collapse or saturation before it is reported
 * @param stop whether the run ends at the first warning
 */
public record HealthOptions(
    long every,
    int samples,
    double leastDiversity,
    double leastLoss,
    double mostGradient,
    int patience,
    boolean stop) {
  /** Checks every value. */
  public HealthOptions {
    if (every < 1) {
      throw new IllegalArgumentException("every must be at least 1, but was " + every);
    }
    if (samples < 2) {
      throw new IllegalArgumentException("samples must be at least 2, but was " + samples);
    }
    OptionChecks.share("leastDiversity", leastDiversity);
    OptionChecks.notNegative("leastLoss", leastLoss);
    if (!(mostGradient > 1)) {
      throw new IllegalArgumentException("mostGradient must be above 1, but was " + mostGradient);
    }
    if (patience < 1) {
      throw new IllegalArgumentException("patience must be at least 1, but was " + patience);
    }
  }

  /**
   * Every 100 steps 16 samples; collapse below a tenth of the diversity, saturation below a loss of
   * 0.01, explosion above 100 times the median norm; 3 looks in a row; the run goes on.
   */
  public static HealthOptions defaults() {
    return new HealthOptions(100, 16, 0.1, 0.01, 100, 3, false);
  }

  /** The same with so many steps between two looks. */
  public HealthOptions withEvery(long every) {
    return new HealthOptions(
        every, samples, leastDiversity, leastLoss, mostGradient, patience, stop);
  }

  /** The same with so many pictures at a look. */
  public HealthOptions withSamples(int samples) {
    return new HealthOptions(
        every, samples, leastDiversity, leastLoss, mostGradient, patience, stop);
  }

  /** The same with this share of the reference diversity. */
  public HealthOptions withLeastDiversity(double leastDiversity) {
    return new HealthOptions(
        every, samples, leastDiversity, leastLoss, mostGradient, patience, stop);
  }

  /** The same with this loss below which a discriminator is saturated. */
  public HealthOptions withLeastLoss(double leastLoss) {
    return new HealthOptions(
        every, samples, leastDiversity, leastLoss, mostGradient, patience, stop);
  }

  /** The same with gradients of up to so many times the median norm. */
  public HealthOptions withMostGradient(double mostGradient) {
    return new HealthOptions(
        every, samples, leastDiversity, leastLoss, mostGradient, patience, stop);
  }

  /** The same with so many looks in a row. */
  public HealthOptions withPatience(int patience) {
    return new HealthOptions(
        every, samples, leastDiversity, leastLoss, mostGradient, patience, stop);
  }

  /** The same, ending the run at the first warning or not. */
  public HealthOptions withStop(boolean stop) {
    return new HealthOptions(
        every, samples, leastDiversity, leastLoss, mostGradient, patience, stop);
  }
}
