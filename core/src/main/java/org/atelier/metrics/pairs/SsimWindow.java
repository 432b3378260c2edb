package org.atelier.metrics.pairs;

import java.util.Arrays;
import org.atelier.options.OptionChecks;

/**
 * The square window in which SSIM takes its statistics, as one-dimensional weights that sum to 1.
 *
 * @param size its side in pixels, odd
 * @param sigma the Gaussian's width in pixels, or 0 for equal weights
 */
public record SsimWindow(int size, double sigma) {
  /** Checks the numbers. */
  public SsimWindow {
    OptionChecks.atLeast(1, "size", size);
    if (size % 2 == 0) {
      throw new IllegalArgumentException("size must be odd, but was " + size);
    }
    if (!(sigma >= 0)) {
      throw new IllegalArgumentException("sigma must be 0 or more, but was " + sigma);
    }
  }

  /** Wang et al.'s: 11 pixels, width 1.5. */
  public static SsimWindow gaussian() {
    return new SsimWindow(11, 1.5);
  }

  /** Equal weights. */
  public static SsimWindow uniform(int size) {
    return new SsimWindow(size, 0);
  }

  /** The weights of one direction. */
  double[] weights() {
    var weights = new double[size];
    for (int i = 0; i < size; i++) {
      double distance = i - (size - 1) / 2.0;
      weights[i] = sigma == 0 ? 1 : Math.exp(-distance * distance / (2 * sigma * sigma));
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }
}
