package org.atelier.nn;

import ai.djl.ndarray.types.Shape;

/**
 * The numbers of a convolution, the same in both directions.
 *
 * @param filters output channels
 * @param kernel its sides, in pixels
 * @param stride in pixels
 * @param padding on each side, in pixels
 * @param dilation distance of the kernel's taps, in pixels
 * @param groups into which the channels are split
 * @param outputPadding rows and columns added to one side of a transposed convolution's output
 * @param bias whether there is one
 */
record Convolution(
    int filters,
    Kernel kernel,
    int stride,
    int padding,
    int dilation,
    int groups,
    int outputPadding,
    boolean bias) {
  /** The sides of a kernel. */
  record Kernel(int height, int width) {
    Kernel {
      Checks.atLeast(1, height == width ? "kernel" : "the kernel's height", height);
      Checks.atLeast(1, "the kernel's width", width);
    }

    int[] sides() {
      return new int[] {height, width};
    }

    /** (a, b, height, width). */
    Shape shape(long a, long b) {
      return new Shape(a, b, height, width);
    }

    boolean covers(Value x) {
      return x.size(2) == height && x.size(3) == width;
    }

    @Override
    public String toString() {
      return height == width ? Integer.toString(height) : height + "×" + width;
    }
  }

  /** Checks every number. */
  public Convolution {
    Checks.atLeast(1, "filters", filters);
    Checks.atLeast(1, "stride", stride);
    Checks.atLeast(0, "padding", padding);
    Checks.atLeast(1, "dilation", dilation);
    Checks.atLeast(1, "groups", groups);
    Checks.atLeast(0, "outputPadding", outputPadding);
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "filters must be a multiple of groups, but were " + filters + " and " + groups);
    }
  }

  /** Stride 1, no padding, with a bias. */
  static Convolution of(int filters, int height, int width) {
    return new Convolution(filters, new Kernel(height, width), 1, 0, 1, 1, 0, true);
  }

  Convolution withStride(int stride) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  Convolution withPadding(int padding) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  Convolution withDilation(int dilation) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  Convolution withGroups(int groups) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  Convolution withOutputPadding(int outputPadding) {
    return new Convolution(filters, kernel, stride, padding, dilation, groups, outputPadding, bias);
  }

  Convolution withoutBias() {
    return new Convolution(
        filters, kernel, stride, padding, dilation, groups, outputPadding, false);
  }
}
