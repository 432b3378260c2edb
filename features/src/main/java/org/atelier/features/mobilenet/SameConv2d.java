package org.atelier.features.mobilenet;

import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * A convolution with TensorFlow's "SAME" padding: the output size is ⌈size/stride⌉, and an odd row
 * or column of zeros is added at the bottom or right. So a stride of 2 pads even sizes on one side
 * only.
 */
final class SameConv2d extends Layer {
  private final Conv2d convolution;
  private final int kernel;
  private final int stride;
  private final boolean active;

  private SameConv2d(Conv2d convolution, int kernel, int stride, boolean active) {
    this.convolution = child("", convolution);
    this.kernel = kernel;
    this.stride = stride;
    this.active = active;
  }

  /** Creates a convolution over all channels, followed by ReLU6 or linear. */
  static SameConv2d of(int filters, int kernel, int stride, boolean active) {
    return new SameConv2d(Conv2d.of(filters, kernel).withStride(stride), kernel, stride, active);
  }

  /** Creates a 3×3 depthwise convolution, followed by ReLU6. */
  static SameConv2d depthwise(int channels, int stride) {
    var convolution = Conv2d.of(channels, 3).withStride(stride).withGroups(channels);
    return new SameConv2d(convolution, 3, stride, true);
  }

  // The path of the layer itself is its output's, so the parts have names.
  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    int rows = padding(x.size(2));
    int columns = padding(x.size(3));
    Values padded = x;
    if (rows + columns > 0) {
      padded =
          script.call(
              "border",
              Pad.zero(0).withSides(columns / 2, columns - columns / 2, rows / 2, rows - rows / 2),
              x);
    }
    Values y = script.call("kernel", convolution, padded);
    return active ? script.call("", Activation.relu6(), y) : y;
  }

  /** Returns the total padding of both sides, max((out − 1)·stride + kernel − in, 0). */
  private int padding(long size) {
    long out = (size + stride - 1) / stride;
    return (int) Math.max(0, (out - 1) * stride + kernel - size);
  }
}
