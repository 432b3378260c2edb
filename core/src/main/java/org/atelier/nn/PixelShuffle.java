package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * Pixel shuffle (sub-pixel convolution; Shi et al., arXiv:1609.05158): rearranges channels to
 * pixels, (N, C·r², H, W) to (N, C, H·r, W·r).
 */
public final class PixelShuffle extends Layer {
  private final int factor;

  private PixelShuffle(int factor) {
    this.factor = OptionChecks.atLeast(1, "factor", factor);
  }

  /** Creates a pixel shuffle with the upscaling factor r, at least 1. */
  public static PixelShuffle of(int factor) {
    return new PixelShuffle(factor);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    long square = (long) factor * factor;
    if (x.size(1) % square != 0) {
      throw new IllegalArgumentException(
          "expected a multiple of " + square + " channels, but got " + x.size(1));
    }
    var shape = new Shape(x.size(0), x.size(1) / square, x.size(2) * factor, x.size(3) * factor);
    // Not fresh: for pictures of one pixel, the result is a view on some devices.
    return script.mixed(shape, "torch.pixel_shuffle({0}, {1})", x, factor);
  }
}
