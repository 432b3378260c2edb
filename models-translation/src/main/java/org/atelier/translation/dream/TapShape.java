package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Checks of the shapes of taps. */
final class TapShape {
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
}
