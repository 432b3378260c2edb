package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * Pixel unshuffle, the inverse of {@link PixelShuffle}: rearranges pixels to channels, (N, C, H·r,
 * W·r) to (N, C·r², H, W).
 */
public final class PixelUnshuffle extends Layer {
  private final int factor;

  private PixelUnshuffle(int factor) {
    this.factor = OptionChecks.atLeast(1, "factor", factor);
  }

  /** Creates a pixel unshuffle with the downscaling factor r, at least 1. */
  public static PixelUnshuffle of(int factor) {
    return new PixelUnshuffle(factor);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    if (x.size(2) % factor != 0 || x.size(3) % factor != 0) {
      throw new IllegalArgumentException(
          "expected pictures of sides that are multiples of "
              + factor
              + ", but got "
              + x.size(2)
              + " × "
              + x.size(3));
    }
    var shape =
        new Shape(x.size(0), x.size(1) * factor * factor, x.size(2) / factor, x.size(3) / factor);
    return script.mixed(shape, "torch.pixel_unshuffle({0}, {1})", x, factor);
  }
}
