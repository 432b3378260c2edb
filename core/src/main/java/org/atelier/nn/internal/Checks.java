package org.atelier.nn.internal;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.jspecify.annotations.Nullable;

/** Checks of input shapes, before a parameter is made for them. */
public final class Checks {
  private Checks() {}

  /** The channels of (N, C, …). */
  public static long channels(Shape input) {
    if (input.dimension() < 2) {
      throw new IllegalArgumentException("expected (N, C, …), but got " + input);
    }
    return input.get(1);
  }

  /** The channels of (N, C, H, W). */
  public static long pictureChannels(Shape input) {
    if (input.dimension() != 4) {
      throw new IllegalArgumentException(
          "expected pictures of shape (N, C, H, W), but got " + input);
    }
    return input.get(1);
  }

  /** Gives an optional parameter its shape. */
  public static void setShape(@Nullable Parameter parameter, Shape shape) {
    if (parameter != null) {
      parameter.setShape(shape);
    }
  }
}
