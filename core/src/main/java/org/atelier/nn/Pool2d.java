package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.atelier.nn.internal.Convolution;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;
import org.atelier.options.OptionChecks;

/**
 * Max or average pooling: (N, C, H, W) to (N, C, H', W') with H' = (H + 2·padding − kernel)/stride
 * + 1, rounded down, or up with {@link #roundingUp}.
 */
public final class Pool2d extends Layer {
  private final boolean largest;
  private final int kernel;
  private final int stride;
  private final int padding;
  private final boolean up;
  private final boolean paddingCounts;

  private Pool2d(
      boolean largest, int kernel, int stride, int padding, boolean up, boolean paddingCounts) {
    this.largest = largest;
    this.kernel = OptionChecks.atLeast(1, "kernel", kernel);
    this.stride = OptionChecks.atLeast(1, "stride", stride);
    this.padding = OptionChecks.atLeast(0, "padding", padding);
    this.up = up;
    this.paddingCounts = paddingCounts;
    if (padding > kernel / 2) {
      throw new IllegalArgumentException(
          "padding must be at most half the kernel (" + kernel + "), but was " + padding);
    }
  }

  /** Creates a max pooling over non-overlapping windows of this side in pixels. */
  public static Pool2d max(int kernel) {
    return new Pool2d(true, kernel, kernel, 0, false, true);
  }

  /** Creates an average pooling over non-overlapping windows of this side in pixels. */
  public static Pool2d average(int kernel) {
    return new Pool2d(false, kernel, kernel, 0, false, true);
  }

  /** Returns a copy with this stride in pixels, at least 1. */
  public Pool2d withStride(int stride) {
    return new Pool2d(largest, kernel, stride, padding, up, paddingCounts);
  }

  /**
   * Returns a copy with this padding on each side in pixels, at most half the kernel: zeros for an
   * average, −∞ for a maximum.
   */
  public Pool2d withPadding(int padding) {
    return new Pool2d(largest, kernel, stride, padding, up, paddingCounts);
  }

  /** Returns a copy whose last window may extend beyond the border (PyTorch's ceil_mode). */
  public Pool2d roundingUp() {
    return new Pool2d(largest, kernel, stride, padding, true, paddingCounts);
  }

  /** Returns a copy whose averages exclude the padding (PyTorch's count_include_pad=False). */
  public Pool2d ignoringPadding() {
    return new Pool2d(largest, kernel, stride, padding, up, false);
  }

  @Override
  protected Optional<Window> window() {
    return Optional.of(new Window(kernel, stride));
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    var shape = new Shape(x.size(0), x.size(1), output(x.size(2)), output(x.size(3)));
    int[] kernels = Convolution.pair(kernel);
    int[] strides = Convolution.pair(stride);
    int[] paddings = Convolution.pair(padding);
    return largest
        ? script.fresh(
            shape,
            "torch.max_pool2d({0}, {1}, {2}, {3}, [1, 1], {4})",
            x,
            kernels,
            strides,
            paddings,
            up)
        : script.fresh(
            shape,
            "torch.avg_pool2d({0}, {1}, {2}, {3}, {4}, {5}, None)",
            x,
            kernels,
            strides,
            paddings,
            up,
            paddingCounts);
  }

  private long output(long size) {
    long reach = size + 2L * padding - kernel;
    if (reach < 0) {
      throw new IllegalArgumentException(
          "expected pictures of sides of at least "
              + (kernel - 2L * padding)
              + " pixels (kernel "
              + kernel
              + "), but got "
              + size);
    }
    long count = (up ? (reach + stride - 1) / stride : reach / stride) + 1;
    // A window must start inside the picture or its left padding.
    return up && (count - 1) * stride >= size + padding ? count - 1 : count;
  }
}
