package org.atelier.translation.discogan;

import org.atelier.options.OptionChecks;

/**
 * The weight of the reconstruction loss in what the generators minimise, which changes once; all
 * other losses are weighted by 1 − rate.
 *
 * @param startingRate the rate of the first steps, in [0, 1) ({@code starting_rate})
 * @param defaultRate the rate of later steps, in [0, 1) ({@code default_rate})
 * @param ganCurriculum the number of first steps ({@code gan_curriculum})
 */
public record ReconstructionRate(double startingRate, double defaultRate, long ganCurriculum) {
  /** Checks the numbers. */
  public ReconstructionRate {
    OptionChecks.share("startingRate", startingRate);
    OptionChecks.share("defaultRate", defaultRate);
    OptionChecks.atLeast(0, "ganCurriculum", ganCurriculum);
  }

  /** As in the reference: 0.01 for 10,000 steps, then 0.5. */
  public static ReconstructionRate defaults() {
    return new ReconstructionRate(0.01, 0.5, 10_000);
  }

  /** Returns a copy with this rate of the first steps, in [0, 1). */
  public ReconstructionRate withStartingRate(double startingRate) {
    return new ReconstructionRate(startingRate, defaultRate, ganCurriculum);
  }

  /** Returns a copy with this rate of later steps, in [0, 1). */
  public ReconstructionRate withDefaultRate(double defaultRate) {
    return new ReconstructionRate(startingRate, defaultRate, ganCurriculum);
  }

  /** Returns a copy with this number of first steps. */
  public ReconstructionRate withGanCurriculum(long ganCurriculum) {
    return new ReconstructionRate(startingRate, defaultRate, ganCurriculum);
  }

  double at(long step) {
    return step < ganCurriculum ? startingRate : defaultRate;
  }
}
