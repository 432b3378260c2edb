package org.atelier.translation.style.wct;

/**
 * Options of {@link Wct}.
 *
 * @param transform how the features of each level get the style's statistics
 * @param strength how much of the changed features is taken at each level, the rest being the
 *     content's (α of the paper's equation 4), in [0, 1]
 */
public record WctOptions(FeatureTransform transform, double strength) {
  /** Checks the strength. */
  public WctOptions {
    requireStrength(strength);
  }

  /** Whitening and colouring with strength 0.6. */
  public static WctOptions defaults() {
    return new WctOptions(FeatureTransform.wct(), 0.6);
  }

  /**
   * Checks a strength.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public static void requireStrength(double strength) {
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException(
          "strength must be from 0 (the content) to 1 (all of the style), but was " + strength);
    }
  }

  /** Returns a copy with another transform. */
  public WctOptions withTransform(FeatureTransform transform) {
    return new WctOptions(transform, strength);
  }

  /** Returns a copy with another strength, in [0, 1]. */
  public WctOptions withStrength(double strength) {
    return new WctOptions(transform, strength);
  }
}
