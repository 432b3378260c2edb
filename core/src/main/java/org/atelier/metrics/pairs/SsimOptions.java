package org.atelier.metrics.pairs;

import org.atelier.options.OptionChecks;

/**
 * Options of SSIM and MS-SSIM.
 *
 * @param pairs the channels and pixels that are compared
 * @param window the window of local statistics; only windows that are completely inside the picture
 *     are used
 * @param sampleCovariance whether covariances are unbiased, divided by n − 1 (scikit-image's
 *     default, with a uniform window of 7), or divided by n (Wang et al.)
 * @param k1 K₁, which stabilises the quotient of means, positive; 0.01 in the paper
 * @param k2 K₂, which stabilises the quotient of covariances, positive; 0.03 in the paper
 * @param nonnegative whether a channel's negative mean is set to 0
 */
public record SsimOptions(
    PairOptions pairs,
    SsimWindow window,
    boolean sampleCovariance,
    double k1,
    double k2,
    boolean nonnegative) {
  /** Checks that both constants are positive. */
  public SsimOptions {
    OptionChecks.positive("k1", k1);
    OptionChecks.positive("k2", k2);
  }

  /** Returns the default: the settings of Wang et al., all channels of pictures in [-1, 1]. */
  public static SsimOptions defaults() {
    return new SsimOptions(PairOptions.defaults(), SsimWindow.gaussian(), false, 0.01, 0.03, false);
  }

  /** Returns a copy that compares these channels and pixels. */
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

  /** Returns a copy that sets a channel's negative mean to 0 (true) or keeps it (false). */
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
