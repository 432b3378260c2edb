package org.atelier.nn.internal;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.MemoryFormat;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions by im2col: the matrix product of the unfolded patches (one row for each output
 * position) and the kernels.
 *
 * <p>With few positions and many channels, as at the bottleneck of a U-Net or the low resolutions
 * of a GAN, most of a convolution's time is memory traffic of its weights; libtorch's convolution
 * then takes up to fifteen times as long as the matrix product, derivatives included.
 */
public final class Im2colConvolution {
  /** The most positions of a batch; from about 1,000 on, libtorch's convolutions are faster. */
  private static final long FEW = 256;

  private Im2colConvolution() {}

  /**
   * Returns whether im2col is faster for this number of pictures with this number of positions
   * each.
   */
  public static boolean isFaster(Convolution options, long pictures, long positions) {
    return options.groups() == 1 && (positions == 1 || pictures * positions <= FEW);
  }

  /** Writes a convolution whose output has this shape. */
  public static Value convolution(
      Script script, Value x, Value weight, @Nullable Value bias, Convolution options, Shape to) {
    long channels = x.size(1);
    // Rows and kernels are flattened in the weights' memory order.
    boolean channelsLast = script.format() == MemoryFormat.CHANNELS_LAST;
    String rows =
        "torch.reshape(torch.permute(torch.reshape(torch.im2col("
            + keepingFormat(channelsLast)
            + ", {3}, {4}, {5}, {6}), {7}),"
            + (channelsLast ? " [0, 3, 2, 1]" : " [0, 3, 1, 2]")
            + "), {8})";
    String product =
        "torch.permute(torch.reshape(torch.linear(%s, %s, {2}), {9}), [0, 3, 1, 2])"
            .formatted(rows, kernels(channelsLast));
    return script.mixed(
        to,
        channelsLast ? product : "torch.contiguous(" + product + ", memory_format=0)",
        arguments(
            options,
            x,
            weight,
            bias,
            new long[] {-1, channels, taps(options), to.get(2) * to.get(3)},
            new long[] {-1, channels * taps(options)},
            new long[] {-1, to.get(2), to.get(3), options.filters()}));
  }

  /** Writes a transposed convolution whose output has this shape. */
  public static Value transposed(
      Script script, Value x, Value weight, @Nullable Value bias, Convolution options, Shape to) {
    long positions = x.size(2) * x.size(3);
    boolean channelsLast = script.format() == MemoryFormat.CHANNELS_LAST;
    String rows =
        "torch.reshape(torch.permute(" + keepingFormat(channelsLast) + ", [0, 2, 3, 1]), {7})";
    String product =
        "torch.reshape(torch.matmul(%s, %s), {8})".formatted(rows, kernels(channelsLast));
    String columns =
        channelsLast
            ? "torch.reshape(torch.permute(" + product + ", [0, 3, 2, 1]), {9})"
            : "torch.permute(" + product + ", [0, 2, 1])";
    String pictures = "torch.col2im(" + columns + ", {10}, {3}, {4}, {5}, {6})";
    return script.contiguous(
        to,
        bias == null ? pictures : "torch.add(" + pictures + ", torch.reshape({2}, [1, -1, 1, 1]))",
        arguments(
            options,
            x,
            weight,
            bias,
            new long[] {-1, x.size(1)},
            channelsLast
                ? new long[] {-1, positions, taps(options), options.filters()}
                : new long[] {-1, positions, options.filters() * taps(options)},
            new long[] {-1, options.filters() * taps(options), positions},
            new long[] {to.get(2), to.get(3)}));
  }

  /**
   * An expression of the input whose gradient has the input's memory format: flattened in that
   * order and reshaped back. libtorch 2.7's norms return wrong gradients if the formats of a single
   * picture and its gradient differ.
   */
  private static String keepingFormat(boolean channelsLast) {
    String pixels = channelsLast ? "torch.permute({0}, [0, 2, 3, 1])" : "{0}";
    String view = "torch.view_as(torch.flatten(" + pixels + ", 1), " + pixels + ")";
    return channelsLast ? "torch.permute(" + view + ", [0, 3, 1, 2])" : view;
  }

  private static String kernels(boolean channelsLast) {
    return channelsLast
        ? "torch.flatten(torch.permute({1}, [0, 2, 3, 1]), 1)"
        : "torch.flatten({1}, 1)";
  }

  /** The arguments of the expressions: 0 to 2 are values, 3 to 6 hyperparameters, then shapes. */
  private static @Nullable Object[] arguments(
      Convolution options, Value x, Value weight, @Nullable Value bias, long[]... shapes) {
    var kernel = new int[] {options.kernel().height(), options.kernel().width()};
    var all = new ArrayList<@Nullable Object>();
    all.add(x);
    all.add(weight);
    all.add(bias);
    all.add(kernel);
    all.add(Convolution.pair(options.dilation()));
    all.add(Convolution.pair(options.padding()));
    all.add(Convolution.pair(options.stride()));
    all.addAll(List.of(shapes));
    return all.toArray();
  }

  private static long taps(Convolution options) {
    return (long) options.kernel().height() * options.kernel().width();
  }
}
