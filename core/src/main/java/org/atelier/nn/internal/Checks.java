package org.atelier.nn.internal;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.jspecify.annotations.Nullable;

/** Options and first shapes, checked before a parameter is made of them. */
public final class Checks {
  private Checks() {}

  public static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " must be at least " + least + ", but was " + value);
    }
    return value;
  }

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
