package org.atelier.train;

import org.atelier.options.OptionChecks;

/**
 * Options of a {@link HealthGuard}.
 *
 * @param every interval of checks in steps, at least 1; a check draws samples and synchronises with
 *     the device
 * @param samples number of pictures that a check samples, always from the same latents, at least 2
 * @param thresholds thresholds of warnings
 * @param patience number of consecutive checks that must show collapse or saturation before it is
 *     reported, at least 1
 * @param stop whether the run is stopped at the first warning
 */
public record HealthOptions(
    long every, int samples, HealthThresholds thresholds, int patience, boolean stop) {
  /** Checks the range of every component. */
  public HealthOptions {
    OptionChecks.atLeast(1, "every", every);
    OptionChecks.atLeast(2, "samples", samples);
    OptionChecks.atLeast(1, "patience", patience);
  }

  /**
   * Returns the default: 16 samples every 100 steps, {@link HealthThresholds#defaults()}, a
   * patience of 3 checks; the run is not stopped.
   */
  public static HealthOptions defaults() {
    return new HealthOptions(100, 16, HealthThresholds.defaults(), 3, false);
  }

  /** Returns a copy with this interval of checks in steps, at least 1. */
  public HealthOptions withEvery(long every) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy with this number of samples for each check, at least 2. */
  public HealthOptions withSamples(int samples) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy with these thresholds. */
  public HealthOptions withThresholds(HealthThresholds thresholds) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy with this number of consecutive checks before a warning, at least 1. */
  public HealthOptions withPatience(int patience) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }

  /** Returns a copy that stops the run at the first warning (true) or does not (false). */
  public HealthOptions withStop(boolean stop) {
    return new HealthOptions(every, samples, thresholds, patience, stop);
  }
}
