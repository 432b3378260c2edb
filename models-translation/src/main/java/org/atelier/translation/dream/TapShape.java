package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;

/** Checks of the shapes of taps, and parts of them. */
final class TapShape {
  private static final NativeFunction COLUMN =
      NativeFunction.of(
          "torch.narrow(torch.narrow(f, 2, int(row), 1), 3, int(column), 1)", "f", "row", "column");

  private TapShape() {}

  static void requireChannel(String tap, NDArray features, int channel) {
    long channels = features.getShape().get(1);
    if (channel < 0 || channel >= channels) {
      throw new IllegalArgumentException(
          "The channel of %s must be from 0 to %s, but was %s"
              .formatted(tap, channels - 1, channel));
    }
  }

  /** Refuses what is no feature map, such as logits. */
  static void requireMap(String tap, NDArray features) {
    Shape shape = features.getShape();
    if (shape.dimension() != 4) {
      throw new IllegalArgumentException(
          "Expected a tap with positions, (N, C, H, W), but %s has the shape %s; choose a convolution"
              .formatted(tap, shape));
    }
  }

  /** The features of one place, (N, C, 1, 1). */
  static NDArray column(String tap, NDArray features, Place place) {
    requireMap(tap, features);
    Shape shape = features.getShape();
    try (NDArray row = HostValues.number(features.getManager(), place.row(shape.get(2)));
        NDArray column = HostValues.number(features.getManager(), place.column(shape.get(3)))) {
      return COLUMN.apply(features, row, column);
    }
  }

  /** Calls a function of an array and a number. */
  static NDArray withNumber(NativeFunction function, NDArray x, double number) {
    try (NDArray scalar = HostValues.number(x.getManager(), number)) {
      return function.apply(x, scalar);
    }
  }
}
