package org.atelier.features.vgg;

import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/**
 * A 3×3 convolution that preserves height and width, and continues pictures beyond their border by
 * other values than zeros. Its parameters are named as the convolution's alone (PyTorch's {@code
 * padding_mode}).
 */
final class BorderConv2d extends Layer {
  private final Pad border;
  private final Conv2d convolution;

  private BorderConv2d(Pad border, int filters) {
    this.border = border;
    convolution = child("", Conv2d.of(filters, 3));
  }

  /** Creates a convolution of pictures whose border pixels are repeated. */
  static BorderConv2d replicating(int filters) {
    return new BorderConv2d(Pad.replication(1), filters);
  }

  /** Creates a convolution of pictures that are mirrored at their border pixels. */
  static BorderConv2d reflecting(int filters) {
    return new BorderConv2d(Pad.reflection(1), filters);
  }

  // The path of the layer itself is its output's, so the parts have names.
  @Override
  protected Values write(Script script, Values in) {
    return script.call("kernel", convolution, script.call("border", border, in));
  }
}
