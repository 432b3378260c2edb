package org.atelier.nn.internal;

import org.atelier.options.OptionChecks;

/**
 * The numbers of a convolution, the same in both directions.
 *
 * @param filters output channels
 * @param kernel its height and width
 * @param stride in pixels
 * @param padding on each side, in pixels
 * @param dilation spacing of kernel elements, in pixels
 * @param groups into which the channels are split
 * @param outputPadding rows and columns added to one side of a transposed convolution's output
 * @param bias whether there is one
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
    /** Checks both. */
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

  /** Checks every number. */
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

  /** Stride 1, no padding, with a bias. */
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

  /** The same number for height and width, as TorchScript takes it. */
  public static int[] pair(int number) {
    return new int[] {number, number};
  }
}
