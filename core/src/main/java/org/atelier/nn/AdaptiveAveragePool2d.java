package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;
import org.atelier.options.OptionChecks;

/**
 * Adaptive average pooling: (N, C, H, W) to (N, C, height, width) for any H and W, where each
 * output value is the mean of a window whose size follows from the input's. Equal to PyTorch's area
 * resampling.
 */
public final class AdaptiveAveragePool2d extends Layer {
  private final int height;
  private final int width;

  private AdaptiveAveragePool2d(int height, int width) {
    this.height = OptionChecks.atLeast(1, "height", height);
    this.width = OptionChecks.atLeast(1, "width", width);
  }

  /** Creates a layer with outputs of this height and width, each at least 1. */
  public static AdaptiveAveragePool2d of(int height, int width) {
    return new AdaptiveAveragePool2d(height, width);
  }

  @Override
  protected Optional<Window> window() {
    return Optional.of(Window.EVERYTHING);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    return script.fresh(
        new Shape(x.size(0), x.size(1), height, width),
        "torch.adaptive_avg_pool2d({0}, {1})",
        x,
        new int[] {height, width});
  }
}
