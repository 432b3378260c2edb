package org.atelier.train;

import org.atelier.options.OptionChecks;

/**
 * The limits beyond which a {@link HealthGuard} warns. They are rules of thumb: none is from a
 * paper.
 *
 * @param diversity mode collapse: the samples' diversity falls below this fraction of the
 *     reference, in [0, 1)
 * @param discriminatorLoss saturation (vanishing gradients of the generator): the discriminator's
 *     loss lies between 0 and this value, at least 0
 * @param gradientNorm explosion: a gradient norm exceeds this multiple of its recent median, above
 *     1
 */
public record HealthThresholds(double diversity, double discriminatorLoss, double gradientNorm) {
  /** Checks every value. */
  public HealthThresholds {
    OptionChecks.share("diversity", diversity);
    OptionChecks.notNegative("discriminatorLoss", discriminatorLoss);
    if (!(gradientNorm > 1)) {
      throw new IllegalArgumentException("gradientNorm must be above 1, but was " + gradientNorm);
    }
  }

  /** A tenth of the diversity; a discriminator's loss of 0.01; 100 times the gradient norm. */
  public static HealthThresholds defaults() {
    return new HealthThresholds(0.1, 0.01, 100);
  }

  /** Returns a copy with this fraction of the reference diversity. */
  public HealthThresholds withDiversity(double diversity) {
    return new HealthThresholds(diversity, discriminatorLoss, gradientNorm);
  }

  /** Returns a copy with this loss of a saturated discriminator. */
  public HealthThresholds withDiscriminatorLoss(double discriminatorLoss) {
    return new HealthThresholds(diversity, discriminatorLoss, gradientNorm);
  }

  /** Returns a copy with this multiple of the median gradient norm. */
  public HealthThresholds withGradientNorm(double gradientNorm) {
    return new HealthThresholds(diversity, discriminatorLoss, gradientNorm);
  }
}
