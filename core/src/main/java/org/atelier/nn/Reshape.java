package org.atelier.nn;

import ai.djl.ndarray.types.Shape;

/** (N, …) to (N, a, b, …) of as many values. */
public final class Reshape extends Layer {
  private final Shape shape;

  private Reshape(Shape shape) {
    this.shape = shape;
  }

  /** To these axes behind the batch axis. */
  public static Reshape to(long... shape) {
    return new Reshape(new Shape(shape));
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    if (x.shape().size() != x.size(0) * shape.size()) {
      throw new IllegalArgumentException(
          "expected " + shape.size() + " values for each example, but got " + x.shape());
    }
    long[] target = new Shape(-1).addAll(shape).getShape();
    return script.mixed(new Shape(x.size(0)).addAll(shape), "torch.reshape({0}, {1})", x, target);
  }
}
