package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;
import org.atelier.metrics.ValueRange;

/**
 * Structural similarity at five scales (Wang, Simoncelli and Bovik, Asilomar 2003): the product of
 * each scale's contrast and structure, and the coarsest one's SSIM, to the powers 0.0448, 0.2856,
 * 0.3001, 0.2363 and 0.1333. Scales are halved by averages of 2×2 pixels; values below 0 count as
 * 0; channels are averaged last.
 *
 * <p>In [0, 1]. A picture's sides must be more than 16·(window − 1) pixels: 161 at least for 11.
 *
 * @param options how each scale's SSIM is taken; {@code nonnegative} says nothing here
 */
public record MsSsim(SsimOptions options) implements PairMetric {
  private static final List<Double> WEIGHTS = List.of(0.0448, 0.2856, 0.3001, 0.2363, 0.1333);
  private static final NativeFunction POWER =
      NativeFunction.of("torch.pow(torch.relu(x), weight)", "x", "weight");

  /** Odd sides get a line of zeros on both sides, which count, as the reference has it. */
  private static final NativeFunction HALF =
      NativeFunction.of(
          "torch.avg_pool2d(x, [2, 2], [2, 2],"
              + " [torch.remainder(torch.size(x, 2), 2), torch.remainder(torch.size(x, 3), 2)],"
              + " False, True, None)",
          "x");

  /** Of all channels of pictures in [-1, 1]. */
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
    return Ssim.OVER_CHANNELS.apply(java.util.Objects.requireNonNull(product));
  }

  private void requireLargeEnough(Shape shape) {
    long least = 16L * (options.window().size() - 1) + 1;
    if (Math.min(shape.get(2), shape.get(3)) < least) {
      throw new IllegalArgumentException(
          "Expected pictures of at least %s pixels a side for five scales, but got %s; take SSIM or a smaller window"
              .formatted(least, shape));
    }
  }
}
