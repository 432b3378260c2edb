package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Objects;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;
import org.atelier.image.ValueRange;

/**
 * Multi-scale structural similarity (MS-SSIM; Wang, Simoncelli and Bovik, Asilomar 2003) at five
 * scales: the product of the contrast-structure terms of the four finest scales and the SSIM of the
 * coarsest, raised to the powers 0.0448, 0.2856, 0.3001, 0.2363 and 0.1333. Scales are downsampled
 * by 2×2 average pooling; negative values are set to 0; channels are averaged last.
 *
 * <p>In [0, 1]; higher is better. A picture's sides must be more than 16·(window − 1) pixels: at
 * least 161 for a window of 11.
 *
 * @param options the options of each scale's SSIM; {@code nonnegative} has no effect
 */
public record MsSsim(SsimOptions options) implements PairMetric {
  private static final List<Double> WEIGHTS = List.of(0.0448, 0.2856, 0.3001, 0.2363, 0.1333);
  private static final NativeFunction POWER =
      NativeFunction.of("torch.pow(torch.relu(x), weight)", "x", "weight");

  /**
   * As in the reference, odd sides are zero-padded by one pixel on both sides, which the averages
   * include.
   */
  private static final NativeFunction HALF =
      NativeFunction.of(
          "torch.avg_pool2d(x, [2, 2], [2, 2],"
              + " [torch.remainder(torch.size(x, 2), 2), torch.remainder(torch.size(x, 3), 2)],"
              + " False, True, None)",
          "x");

  /** Returns the default: all channels of pictures in [-1, 1]. */
  public static MsSsim defaults() {
    return new MsSsim(SsimOptions.defaults());
  }

  /** Returns a copy with these options. */
  public MsSsim withOptions(SsimOptions options) {
    return new MsSsim(options);
  }

  @Override
  public String name() {
    return "MS-SSIM";
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
    ShapeChecks.requireSame(actual, expected);
    NDArray x = options.pairs().prepared(actual);
    NDArray y = options.pairs().prepared(expected);
    requireLargeEnough(x.getShape());
    NDArray product = null;
    for (int scale = 0; scale < WEIGHTS.size(); scale++) {
      SsimMaps maps = SsimMaps.of(x, y, options);
      boolean coarsest = scale == WEIGHTS.size() - 1;
      NDArray value = Ssim.OVER_SPACE.apply(coarsest ? maps.similarity() : maps.contrast());
      NDArray factor =
          POWER.apply(value, HostValues.number(value.getManager(), WEIGHTS.get(scale)));
      product = product == null ? factor : product.mul(factor);
      if (!coarsest) {
        x = HALF.apply(x);
        y = HALF.apply(y);
      }
    }
    return Ssim.OVER_CHANNELS.apply(Objects.requireNonNull(product));
  }

  private void requireLargeEnough(Shape shape) {
    long least = 16L * (options.window().size() - 1) + 1;
    if (Math.min(shape.get(2), shape.get(3)) < least) {
      throw new IllegalArgumentException(
          "Expected pictures with sides of at least %s pixels for five scales, but got %s; use SSIM or a smaller window"
              .formatted(least, shape));
    }
  }
}
