package org.atelier.translation.style.gatys;

import org.atelier.options.OptionChecks;

/**
 * The terms of the objective that need no network: factors, 0 for none. They are of pictures in
 * [-1, 1]; a square there is four times one of [0, 1].
 *
 * @param smooth of the squared total variation over nine points ({@link
 *     org.atelier.loss.NinePointVariation})
 * @param isotropic of the isotropic total variation, which keeps edges ({@link
 *     org.atelier.loss.IsotropicVariation})
 * @param range of the mean squared excess over [-1, 1], for a canvas that may leave it
 * @param temporal of a film's mean squared difference to the frame before, where the content stands
 *     still
 */
public record StylePenalties(double smooth, double isotropic, double range, double temporal) {
  /** Checks that no factor is negative. */
  public StylePenalties {
    OptionChecks.notNegative("smooth", smooth);
    OptionChecks.notNegative("isotropic", isotropic);
    OptionChecks.notNegative("range", range);
    OptionChecks.notNegative("temporal", temporal);
  }

  /** Returns a copy with this factor of the squared total variation. */
  public StylePenalties withSmooth(double smooth) {
    return new StylePenalties(smooth, isotropic, range, temporal);
  }

  /** Returns a copy with this factor of the isotropic total variation. */
  public StylePenalties withIsotropic(double isotropic) {
    return new StylePenalties(smooth, isotropic, range, temporal);
  }

  /** Returns a copy with this factor of the excess over [-1, 1]. */
  public StylePenalties withRange(double range) {
    return new StylePenalties(smooth, isotropic, range, temporal);
  }

  /** Returns a copy with this factor of the difference to the frame before. */
  public StylePenalties withTemporal(double temporal) {
    return new StylePenalties(smooth, isotropic, range, temporal);
  }
}
