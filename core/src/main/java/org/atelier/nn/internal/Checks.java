package org.atelier.nn.internal;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.jspecify.annotations.Nullable;

/** Checks of input shapes, for use before parameters are created from them. */
public final class Checks {
  private Checks() {}

  /**
   * Returns C of a shape (N, C, …).
   *
   * @throws IllegalArgumentException if the shape is another
   */
  public static long channels(Shape input) {
    if (input.dimension() < 2) {
      throw new IllegalArgumentException("expected (N, C, …), but got " + input);
    }
    return input.get(1);
  }

  /**
   * Returns C of a shape (N, C, H, W).
   *
   * @throws IllegalArgumentException if the shape is another
   */
  public static long pictureChannels(Shape input) {
    if (input.dimension() != 4) {
      throw new IllegalArgumentException(
          "expected pictures of shape (N, C, H, W), but got " + input);
    }
    return input.get(1);
  }

  /** Sets the shape of a parameter, unless it is null. */
  public static void setShape(@Nullable Parameter parameter, Shape shape) {
    if (parameter != null) {
      parameter.setShape(shape);
    }
  }
}
