package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.internal.Convolution;
import org.atelier.nn.internal.Im2colConvolution;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional transposed convolution: (N, C, H, W) to (N, filters, H', W') with H' =
 * (H−1)·stride − 2·padding + dilation·(kernel−1) + output padding + 1. The weight is (C,
 * filters/groups, kernel, kernel). Kernels whose size is not a multiple of the stride overlap
 * unevenly and may cause checkerboard artefacts.
 */
public final class ConvTranspose2d extends Layer {
  private final Convolution options;
  private final Parameter weight;
  private final @Nullable Parameter bias;

  private ConvTranspose2d(Convolution options) {
    if (options.outputPadding() >= Math.max(options.stride(), options.dilation())) {
      throw new IllegalArgumentException(
          "outputPadding must be less than stride or dilation, but was " + options.outputPadding());
    }
    this.options = options;
    weight = parameter("weight", Parameter.Type.WEIGHT, Initialiser.kaimingUniform(Math.sqrt(5)));
    bias = options.bias() ? parameter("bias", Parameter.Type.BIAS, FanIn.UNSET) : null;
  }

  /**
   * Creates a transposed convolution with a square kernel, stride 1, no padding, one group and a
   * bias.
   *
   * @param filters number of output channels, at least 1
   * @param kernel side of the kernel in pixels, at least 1
   */
  public static ConvTranspose2d of(int filters, int kernel) {
    return of(filters, kernel, kernel);
  }

  /**
   * Creates a transposed convolution with a kernel of this height and width, stride 1, no padding,
   * one group and a bias.
   */
  public static ConvTranspose2d of(int filters, int kernelHeight, int kernelWidth) {
    return new ConvTranspose2d(Convolution.of(filters, kernelHeight, kernelWidth));
  }

  /** Returns a copy with this stride in pixels, at least 1. */
  public ConvTranspose2d withStride(int stride) {
    return new ConvTranspose2d(options.withStride(stride));
  }

  /**
   * Returns a copy with this padding, the number of pixels removed from each side of the output, at
   * least 0.
   */
  public ConvTranspose2d withPadding(int padding) {
    return new ConvTranspose2d(options.withPadding(padding));
  }

  /**
   * Returns a copy with this output padding, the number of rows and columns added at the bottom and
   * the right of the output; less than the stride or the dilation, so set those first.
   */
  public ConvTranspose2d withOutputPadding(int outputPadding) {
    return new ConvTranspose2d(options.withOutputPadding(outputPadding));
  }

  /** Returns a copy with this dilation, the spacing of kernel elements in pixels, at least 1. */
  public ConvTranspose2d withDilation(int dilation) {
    return new ConvTranspose2d(options.withDilation(dilation));
  }

  /**
   * Returns a copy with this number of groups, a divisor of the input channels and of the filters.
   */
  public ConvTranspose2d withGroups(int groups) {
    return new ConvTranspose2d(options.withGroups(groups));
  }

  /** Returns a copy without a bias, for use before a norm, which would cancel it. */
  public ConvTranspose2d withoutBias() {
    return new ConvTranspose2d(options.withoutBias());
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
        new Shape(channels, options.filters() / options.groups(), kernel.height(), kernel.width()));
    if (bias != null) {
      bias.setShape(new Shape(options.filters()));
      bias.setInitializer(FanIn.bias(bias, weight.getShape()));
    }
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(weight.getShape().get(0));
    var kernel = options.kernel();
    var shape =
        new Shape(
            x.size(0),
            options.filters(),
            output(x.size(2), kernel.height()),
            output(x.size(3), kernel.width()));
    if (Im2colConvolution.isFaster(options, x.size(0), x.size(2) * x.size(3))) {
      return Im2colConvolution.transposed(
          script,
          script.operand(x),
          script.weight(weight),
          bias == null ? null : script.weight(bias),
          options,
          shape);
    }
    return script.fresh(
        shape,
        "torch.conv_transpose2d({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7})",
        script.operand(x),
        script.weight(weight),
        bias == null ? null : script.weight(bias),
        Convolution.pair(options.stride()),
        Convolution.pair(options.padding()),
        Convolution.pair(options.outputPadding()),
        options.groups(),
        Convolution.pair(options.dilation()));
  }

  private long output(long size, int kernel) {
    long output =
        (size - 1) * options.stride()
            - 2L * options.padding()
            + options.dilation() * (kernel - 1L)
            + options.outputPadding()
            + 1;
    if (output < 1) {
      throw new IllegalArgumentException(
          "a padding of %s leaves no output of pictures with a side of %s pixels; use a smaller padding"
              .formatted(options.padding(), size));
    }
    return output;
  }
}
