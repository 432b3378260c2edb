package org.atelier.metrics.pairs;

import java.util.Arrays;
import org.atelier.options.OptionChecks;

/**
 * The square, separable window of SSIM's local statistics; its weights sum to 1.
 *
 * @param size side in pixels, odd, at least 1
 * @param sigma standard deviation of the Gaussian in pixels, or 0 for equal weights
 */
public record SsimWindow(int size, double sigma) {
  /** Checks the range of both components. */
  public SsimWindow {
    OptionChecks.atLeast(1, "size", size);
    if (size % 2 == 0) {
      throw new IllegalArgumentException("size must be odd, but was " + size);
    }
    if (!(sigma >= 0)) {
      throw new IllegalArgumentException("sigma must be 0 or more, but was " + sigma);
    }
  }

  /** Returns the window of Wang et al.: 11 pixels, σ = 1.5. */
  public static SsimWindow gaussian() {
    return new SsimWindow(11, 1.5);
  }

  /** Returns a window of this odd size in pixels with equal weights. */
  public static SsimWindow uniform(int size) {
    return new SsimWindow(size, 0);
  }

  /** Returns the weights along one axis. */
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
