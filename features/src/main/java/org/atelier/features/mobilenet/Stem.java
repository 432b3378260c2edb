package org.atelier.features.mobilenet;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Optional;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;

/**
 * The first layer of the bundled network, a 3×3 convolution of stride 2 with ReLU6. Its filters at
 * every pixel, before ReLU6 and of mirrored borders, are the layer {@code dense} below it: the
 * brush strokes of a picture at full resolution. Nothing else reads them, so they are computed
 * where they are a tap.
 */
final class Stem extends Layer {
  private final Layer regular;
  private final Layer dense;

  Stem(int filters) {
    regular = child("", SameConv2d.of(filters, 3, 2, true));
    dense = child("dense", new Dense(filters));
  }

  @Override
  protected Values write(Script script, Values in) {
    Values y = script.call("regular", regular, in);
    script.call("dense", dense, in);
    return y;
  }

  /** The same convolution at stride 1. */
  private final class Dense extends Layer {
    private final int filters;
    private final Layer border = Pad.reflection(1);

    Dense(int filters) {
      this.filters = filters;
    }

    @Override
    protected Optional<Window> window() {
      return Optional.of(new Window(3, 1));
    }

    @Override
    protected Values write(Script script, Values in) {
      Value x = script.call("border", border, in).only();
      Value picture = in.only();
      var shape = new Shape(x.size(0), filters, picture.size(2), picture.size(3));
      return script.fresh(
          shape,
          "torch.conv2d({0}, {1}, {2}, [1, 1], [0, 0], [1, 1], 1)",
          script.operand(x),
          script.weight(parameterOf("weight")),
          script.weight(parameterOf("bias")));
    }

    private Parameter parameterOf(String name) {
      return regular.namedParameters().get(name);
    }
  }
}
