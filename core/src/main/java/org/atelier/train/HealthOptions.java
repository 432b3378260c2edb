package org.atelier.train;

import org.atelier.options.OptionChecks;

/**
 * When a {@link HealthGuard} checks a run, and when it warns.
 *
 * @param every steps between two checks, at least 1; a check draws samples and fetches numbers from
 *     the device
 * @param samples pictures of a check, always from the same latents, at least 2
 * @param thresholds beyond which a warning is given
 * @param patience consecutive checks that must show collapse or saturation before it is reported,
 *     at least 1
 * @param stop whether the run ends at the first warning
 */
public record HealthOptions(
    long every, int samples, HealthThresholds thresholds, int patience, boolean stop) {
  /** Checks every value. */
  public HealthOptions {
    OptionChecks.atLeast(1, "every", every);
    OptionChecks.atLeast(2, "samples", samples);
    OptionChecks.atLeast(1, "patience", patience);
  }

  /**
   * Every 100 steps 16 samples, {@link HealthThresholds#defaults()}, 3 consecutive checks; the run
   * goes on.
   */
  public static HealthOptions defaults() {
    return new HealthOptions(100, 16, HealthThresholds.defaults(), 3, false);
  }

  /** Returns a copy with this many steps between two checks. */
  public HealthOptions withEvery(long every) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy with this many samples for a check. */
  public HealthOptions withSamples(int samples) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy with these thresholds. */
  public HealthOptions withThresholds(HealthThresholds thresholds) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy with this many consecutive checks before a warning. */
  public HealthOptions withPatience(int patience) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy that ends the run at the first warning, or does not. */
  public HealthOptions withStop(boolean stop) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }
}
