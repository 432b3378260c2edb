package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.ShapeChecks;
import org.atelier.image.ValueRange;

/**
 * Peak signal-to-noise ratio (PSNR) in decibels: 10 log₁₀(1/(MSE + floor)), with the mean squared
 * error of values scaled to [0, 1]. Higher is better; infinite for equal pictures if the floor is
 * 0.
 *
 * @param pairs the channels and pixels that are compared
 * @param floor constant added to the mean squared error, at least 0: usually 0; 10⁻⁸ in BasicSR's
 *     tensor version
 */
public record Psnr(PairOptions pairs, double floor) implements PairMetric {
  private static final NativeFunction DECIBELS =
      NativeFunction.of(
          "torch.mul(torch.log10(torch.add(torch.mean(torch.pow(torch.sub(x, y), 2),"
              + " [1, 2, 3], False, dtype=None), floor)), -10.)",
          "x",
          "y",
          "floor");

  /** Checks that the floor is at least 0. */
  public Psnr {
    if (!(floor >= 0)) {
      throw new IllegalArgumentException("floor must be 0 or more, but was " + floor);
    }
  }

  /** Returns the default: all channels of pictures in [-1, 1], without a floor. */
  public static Psnr defaults() {
    return new Psnr(PairOptions.defaults(), 0);
  }

  /** Returns a copy that compares these channels and pixels. */
  public Psnr withPairs(PairOptions pairs) {
    return new Psnr(pairs, floor);
  }

  /** Returns a copy with this floor of the error, at least 0. */
  public Psnr withFloor(double floor) {
    return new Psnr(pairs, floor);
  }

  @Override
  public String name() {
    return "PSNR";
  }

  @Override
  public String protocol() {
    return pairs.description() + ", floor " + floor;
  }

  @Override
  public ValueRange range() {
    return pairs.range();
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public NDArray of(NDArray actual, NDArray expected) {
    ShapeChecks.requireSame(actual, expected);
    return DECIBELS.apply(
        pairs.prepared(actual),
        pairs.prepared(expected),
        HostValues.number(actual.getManager(), floor));
  }
}
