package org.atelier.metrics.pairs;

import org.atelier.options.OptionChecks;

/**
 * How SSIM is taken.
 *
 * @param pairs what is compared
 * @param window in which statistics are taken; only windows that lie inside the picture count
 * @param sampleCovariance whether covariances are divided by one pixel less (scikit-image's
 *     default, with a uniform window of 7) or not (Wang et al.)
 * @param k1 keeps the means' quotient from 0/0; 0.01 as usual
 * @param k2 keeps the covariances' quotient from 0/0; 0.03 as usual
 * @param nonnegative whether a channel's mean below 0 counts as 0
 */
public record SsimOptions(
    PairOptions pairs,
    SsimWindow window,
    boolean sampleCovariance,
    double k1,
    double k2,
    boolean nonnegative) {
  /** Checks the constants. */
  public SsimOptions {
    OptionChecks.positive("k1", k1);
    OptionChecks.positive("k2", k2);
  }

  /** Wang et al.'s, of all channels of pictures in [-1, 1]. */
  public static SsimOptions defaults() {
    return new SsimOptions(PairOptions.defaults(), SsimWindow.gaussian(), false, 0.01, 0.03, false);
  }

  /** Returns a copy with this choice of what is compared. */
  public SsimOptions withPairs(PairOptions pairs) {
    return new SsimOptions(pairs, window, sampleCovariance, k1, k2, nonnegative);
  }

  /** Returns a copy with this window. */
  public SsimOptions withWindow(SsimWindow window) {
    return new SsimOptions(pairs, window, sampleCovariance, k1, k2, nonnegative);
  }

  /** Returns a copy with the sample covariance, or the population covariance. */
  public SsimOptions withSampleCovariance(boolean sampleCovariance) {
    return new SsimOptions(pairs, window, sampleCovariance, k1, k2, nonnegative);
  }

  /** Returns a copy with this K₁, positive. */
  public SsimOptions withK1(double k1) {
    return new SsimOptions(pairs, window, sampleCovariance, k1, k2, nonnegative);
  }

  /** Returns a copy with this K₂, positive. */
  public SsimOptions withK2(double k2) {
    return new SsimOptions(pairs, window, sampleCovariance, k1, k2, nonnegative);
  }

  /** Returns a copy that counts a negative mean of a channel as 0, or as it is. */
  public SsimOptions withNonnegative(boolean nonnegative) {
    return new SsimOptions(pairs, window, sampleCovariance, k1, k2, nonnegative);
  }

  String description() {
    return "%s, window %s×%s sigma %s, %s covariance, k %s %s%s"
        .formatted(
            pairs.description(),
            window.size(),
            window.size(),
            window.sigma(),
            sampleCovariance ? "sample" : "population",
            k1,
            k2,
            nonnegative ? ", nonnegative" : "");
  }
}
