package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;
import org.atelier.image.ValueRange;

/**
 * Structural similarity (SSIM; Wang et al., IEEE TIP 2004): the mean over windows and channels of
 *
 * <p>(2μₓμᵧ + C₁)(2σₓᵧ + C₂) / ((μₓ² + μᵧ² + C₁)(σₓ² + σᵧ² + C₂)), where Cᵢ = kᵢ² for values scaled
 * to [0, 1].
 *
 * <p>In [-1, 1]; 1 for equal pictures, higher is better. Computed in float64.
 *
 * @param options window, constants and the pixels that are compared
 */
public record Ssim(SsimOptions options) implements PairMetric {
  static final NativeFunction OVER_SPACE =
      NativeFunction.of("torch.mean(x, [2, 3], False, dtype=None)", "x");
  static final NativeFunction OVER_CHANNELS =
      NativeFunction.of("torch.mean(x, [1], False, dtype=None)", "x");
  static final NativeFunction NONNEGATIVE = NativeFunction.of("torch.relu(x)", "x");

  /** Returns the default: the settings of Wang et al., all channels of pictures in [-1, 1]. */
  public static Ssim defaults() {
    return new Ssim(SsimOptions.defaults());
  }

  /** Returns a copy with these options. */
  public Ssim withOptions(SsimOptions options) {
    return new Ssim(options);
  }

  @Override
  public String name() {
    return "SSIM";
  }

  @Override
  public String protocol() {
    return options.description();
  }

  @Override
  public ValueRange range() {
    return options.pairs().range();
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public NDArray of(NDArray actual, NDArray expected) {
    NDArray channels = OVER_SPACE.apply(map(actual, expected));
    return OVER_CHANNELS.apply(options.nonnegative() ? NONNEGATIVE.apply(channels) : channels);
  }

  /**
   * Computes the similarity of every window: (N, C, H − size + 1, W − size + 1), with one channel
   * if only the luma is compared.
   *
   * @param actual (N, C, H, W) in {@link #range}
   * @param expected the same shape
   */
  public NDArray map(NDArray actual, NDArray expected) {
    ShapeChecks.requireSame(actual, expected);
    PairOptions pairs = options.pairs();
    return SsimMaps.of(pairs.prepared(actual), pairs.prepared(expected), options).similarity();
  }
}
