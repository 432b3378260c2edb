package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.image.ValueRange;
import org.atelier.options.OptionChecks;

/**
 * The channels and pixels of two pictures that are compared. Published results of super-resolution
 * are computed on the luma and exclude a border as wide as the upscaling factor; the PSNR of all
 * channels is about 2 dB lower.
 *
 * @param range the value range of the pictures
 * @param luma whether only the luma of RGB pictures is compared: (65.481 R + 128.553 G + 24.966 B +
 *     16)/255 for values in [0, 1] (BT.601, as MATLAB's rgb2ycbcr; not rounded)
 * @param border number of pixels cropped from each side, at least 0
 */
public record PairOptions(ValueRange range, boolean luma, int border) {
  private static final NativeFunction LUMA =
      NativeFunction.of(
          "torch.unsqueeze(torch.div(torch.add(torch.add(torch.add("
              + "torch.mul(torch.select(x, 1, 0), 65.481),"
              + " torch.mul(torch.select(x, 1, 1), 128.553)),"
              + " torch.mul(torch.select(x, 1, 2), 24.966)), 16.), 255.), 1)",
          "x");

  private static final NativeFunction UNIT =
      NativeFunction.of("torch.div(torch.sub(torch.to(x, 7), low), width)", "x", "low", "width");

  /** Checks that the border is at least 0. */
  public PairOptions {
    OptionChecks.atLeast(0, "border", border);
  }

  /** Returns the default: all channels and pixels of pictures in [-1, 1]. */
  public static PairOptions defaults() {
    return new PairOptions(ValueRange.SYMMETRIC, false, 0);
  }

  /** Returns a copy for pictures of this value range. */
  public PairOptions withRange(ValueRange range) {
    return new PairOptions(range, luma, border);
  }

  /** Returns a copy that compares the luma of RGB pictures only, or all channels. */
  public PairOptions withLuma(boolean luma) {
    return new PairOptions(range, luma, border);
  }

  /** Returns a copy that crops this many pixels at each side, at least 0. */
  public PairOptions withBorder(int border) {
    return new PairOptions(range, luma, border);
  }

  /**
   * Selects what is compared, in float64 and scaled to [0, 1]: (N, C, H, W) to (N, 1 or C, H', W').
   */
  NDArray prepared(NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4) {
      throw new IllegalArgumentException(
          "Expected pictures of shape (N, C, H, W), but got " + shape);
    }
    if (luma && shape.get(1) != 3) {
      throw new IllegalArgumentException(
          "The luma is that of RGB pictures, but these have %s channels".formatted(shape.get(1)));
    }
    if (Math.min(shape.get(2), shape.get(3)) <= 2L * border) {
      throw new IllegalArgumentException(
          "Pictures of %s×%s pixels have no pixels inside a border of %s; use a smaller border"
              .formatted(shape.get(2), shape.get(3), border));
    }
    NDArray cropped = pictures;
    if (border > 0) {
      cropped =
          pictures.get(
              new NDIndex()
                  .addAllDim(2)
                  .addSliceDim(border, shape.get(2) - border)
                  .addSliceDim(border, shape.get(3) - border));
    }
    NDManager manager = pictures.getManager();
    NDArray unit =
        UNIT.apply(
            cropped,
            HostValues.number(manager, range.low()),
            HostValues.number(manager, range.high() - range.low()));
    return luma ? LUMA.apply(unit) : unit;
  }

  String description() {
    return (luma ? "luma" : "all channels") + ", border " + border;
  }
}
