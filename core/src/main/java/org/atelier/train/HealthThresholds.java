package org.atelier.train;

import org.atelier.options.OptionChecks;

/**
 * The thresholds of a {@link HealthGuard}'s warnings. They are rules of thumb, not taken from a
 * paper.
 *
 * @param diversity mode collapse: the samples' diversity falls below this fraction of the
 *     reference, in [0, 1)
 * @param discriminatorLoss saturation (vanishing gradients of the generator): the discriminator's
 *     loss is between 0 and this value, at least 0
 * @param gradientNorm exploding gradients: a phase's gradient norm exceeds this multiple of its
 *     recent median, above 1
 */
public record HealthThresholds(double diversity, double discriminatorLoss, double gradientNorm) {
  /** Checks the range of every component. */
  public HealthThresholds {
    OptionChecks.share("diversity", diversity);
    OptionChecks.notNegative("discriminatorLoss", discriminatorLoss);
    if (!(gradientNorm > 1)) {
      throw new IllegalArgumentException("gradientNorm must be above 1, but was " + gradientNorm);
    }
  }

  /**
   * Returns the default: a tenth of the diversity, a discriminator loss of 0.01, 100 times the
   * median gradient norm.
   */
  public static HealthThresholds defaults() {
    return new HealthThresholds(0.1, 0.01, 100);
  }

  /** Returns a copy with this fraction of the reference diversity, in [0, 1). */
  public HealthThresholds withDiversity(double diversity) {
    return new HealthThresholds(diversity, discriminatorLoss, gradientNorm);
  }

  /** Returns a copy with this upper bound of a saturated discriminator's loss, at least 0. */
  public HealthThresholds withDiscriminatorLoss(double discriminatorLoss) {
    return new HealthThresholds(diversity, discriminatorLoss, gradientNorm);
  }

  /** Returns a copy with this multiple of the median gradient norm, above 1. */
  public HealthThresholds withGradientNorm(double gradientNorm) {
    return new HealthThresholds(diversity, discriminatorLoss, gradientNorm);
  }
}
