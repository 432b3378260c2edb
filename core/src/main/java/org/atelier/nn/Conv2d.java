package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Optional;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.Convolution;
import org.atelier.nn.internal.Im2colConvolution;
import org.atelier.nn.internal.WinogradConvolution;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolution: (N, C, H, W) to (N, filters, H', W') with H' = ⌊(H + 2·padding −
 * dilation·(kernel−1) − 1)/stride⌋ + 1. The number of input channels is inferred from the first
 * shape.
 */
public final class Conv2d extends Layer {
  private final Convolution options;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  private Conv2d(Convolution options) {
    this.options = options;
    weight = parameter("weight", Parameter.Type.WEIGHT, Initialiser.kaimingUniform(Math.sqrt(5)));
    bias = options.bias() ? parameter("bias", Parameter.Type.BIAS, FanIn.UNSET) : null;
  }

  /**
   * Creates a convolution with a square kernel, stride 1, no padding, one group and a bias.
   *
   * @param filters number of output channels, at least 1
   * @param kernel side of the kernel in pixels, at least 1
   */
  public static Conv2d of(int filters, int kernel) {
    return of(filters, kernel, kernel);
  }

  /**
   * Creates a convolution with a kernel of this height and width, stride 1, no padding, one group
   * and a bias.
   */
  public static Conv2d of(int filters, int kernelHeight, int kernelWidth) {
    return new Conv2d(Convolution.of(filters, kernelHeight, kernelWidth));
  }

  /** Returns a copy with this stride in pixels, at least 1. */
  public Conv2d withStride(int stride) {
    return new Conv2d(options.withStride(stride));
  }

  /** Returns a copy with this zero padding on each side in pixels, at least 0. */
  public Conv2d withPadding(int padding) {
    return new Conv2d(options.withPadding(padding));
  }

  /** Returns a copy with this dilation, the spacing of kernel elements in pixels, at least 1. */
  public Conv2d withDilation(int dilation) {
    return new Conv2d(options.withDilation(dilation));
  }

  /**
   * Returns a copy with this number of groups, a divisor of the input channels and of the filters.
   */
  public Conv2d withGroups(int groups) {
    return new Conv2d(options.withGroups(groups));
  }

  /** Returns a copy without a bias, for use before a norm, which would cancel it. */
  public Conv2d withoutBias() {
    return new Conv2d(options.withoutBias());
  }

  @Override
  protected void prepare(Shape[] inputs) {
    long channels = Checks.pictureChannels(inputs[0]);
    if (channels % options.groups() != 0) {
      throw new IllegalArgumentException(
          "expected a multiple of " + options.groups() + " channels, but got " + channels);
    }
    var kernel = options.kernel();
    weight.setShape(
        new Shape(options.filters(), channels / options.groups(), kernel.height(), kernel.width()));
    if (bias != null) {
      bias.setShape(new Shape(options.filters()));
      bias.setInitializer(FanIn.bias(bias, weight.getShape()));
    }
  }

  @Override
  protected Optional<Window> window() {
    int side = Math.max(options.kernel().height(), options.kernel().width());
    return Optional.of(new Window(options.dilation() * (side - 1L) + 1, options.stride()));
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(weight.getShape().get(1) * options.groups());
    var shape =
        new Shape(
            x.size(0),
            options.filters(),
            output(x.size(2), options.kernel().height(), "high"),
            output(x.size(3), options.kernel().width(), "wide"));
    Value operand = script.operand(x);
    Value kernels = script.weight(weight);
    Value shift = bias == null ? null : script.weight(bias);
    if (Im2colConvolution.isFaster(options, x.size(0), shape.get(2) * shape.get(3))) {
      return Im2colConvolution.convolution(script, operand, kernels, shift, options, shape);
    }
    if (WinogradConvolution.isFaster(script, options, x.size(1), shape)) {
      return WinogradConvolution.convolution(script, operand, kernels, shift, options, shape);
    }
    return script.fresh(
        shape,
        "torch.conv2d({0}, {1}, {2}, {3}, {4}, {5}, {6})",
        operand,
        kernels,
        shift,
        Convolution.pair(options.stride()),
        Convolution.pair(options.padding()),
        Convolution.pair(options.dilation()),
        options.groups());
  }

  private long output(long size, int kernel, String dimension) {
    long reach = options.dilation() * (kernel - 1L) + 1;
    if (size + 2L * options.padding() < reach) {
      throw new IllegalArgumentException(
          "expected pictures at least "
              + (reach - 2L * options.padding())
              + " pixels "
              + dimension
              + " (kernel "
              + kernel
              + "), but got "
              + size);
    }
    return (size + 2L * options.padding() - reach) / options.stride() + 1;
  }
}
