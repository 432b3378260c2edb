package org.atelier.translation.discogan;

import org.atelier.options.OptionChecks;

/**
 * The share r of the reconstruction in what generators minimise, which is switched once.
 *
 * @param first share of the first steps, in [0, 1)
 * @param then share of the others
 * @param switchAt how many the first steps are
 */
public record Reconstruction(double first, double then, long switchAt) {
  /** Checks the numbers. */
  public Reconstruction {
    OptionChecks.share("first", first);
    OptionChecks.share("then", then);
    if (switchAt < 0) {
      throw new IllegalArgumentException("switchAt must be at least 0, but was " + switchAt);
    }
  }

  /** The reference's: 0.01 for 10 000 steps, then 0.5. */
  public static Reconstruction defaults() {
    return new Reconstruction(0.01, 0.5, 10_000);
  }

  double at(long step) {
    return step < switchAt ? first : then;
  }
}
