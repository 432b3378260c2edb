package org.atelier.nn.internal;

import org.atelier.options.OptionChecks;

/**
 * The hyperparameters of a convolution or transposed convolution; stride, padding and dilation are
 * the same along both axes.
 *
 * @param filters output channels
 * @param kernel height and width of the kernel
 * @param stride in pixels, at least 1
 * @param padding on each side, in pixels, at least 0
 * @param dilation spacing of kernel elements, in pixels, at least 1
 * @param groups number of groups of channels, a divisor of {@code filters}
 * @param outputPadding rows and columns added to one side of a transposed convolution's output
 * @param bias whether a bias is added to each output channel
 */
public record Convolution(
    int filters,
    Kernel kernel,
    int stride,
    int padding,
    int dilation,
    int groups,
    int outputPadding,
    boolean bias) {
  /**
   * The height and width of a kernel.
   *
   * @param height in pixels
   * @param width in pixels
   */
  public record Kernel(int height, int width) {
    /** Checks that both are at least 1. */
    public Kernel {
      if (height < 1 || width < 1) {
        throw new IllegalArgumentException(
            height == width
                ? "kernel must be at least 1, but was " + height
                : "kernel must be at least 1 high and wide, but was %s×%s"
                    .formatted(height, width));
      }
    }
  }

  /** Checks the range of every component. */
  public Convolution {
    OptionChecks.atLeast(1, "filters", filters);
    OptionChecks.atLeast(1, "stride", stride);
    OptionChecks.atLeast(0, "padding", padding);
    OptionChecks.atLeast(1, "dilation", dilation);
    OptionChecks.atLeast(1, "groups", groups);
    OptionChecks.atLeast(0, "outputPadding", outputPadding);
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "filters must be a multiple of groups, but were " + filters + " and " + groups);
    }
  }

  /** Creates a convolution with stride 1, no padding, one group and a bias. */
  public static Convolution of(int filters, int kernelHeight, int kernelWidth) {
    return new Convolution(filters, new Kernel(kernelHeight, kernelWidth), 1, 0, 1, 1, 0, true);
  }

  public Convolution withStride(int stride) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  public Convolution withPadding(int padding) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  public Convolution withDilation(int dilation) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  public Convolution withGroups(int groups) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  public Convolution withOutputPadding(int outputPadding) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  public Convolution withoutBias() {
    return new Convolution(
        filters, kernel, stride, padding, dilation, groups, outputPadding, false);
  }

  /** Returns {@code [number, number]}, TorchScript's form of a value for height and width. */
  public static int[] pair(int number) {
    return new int[] {number, number};
  }
}
