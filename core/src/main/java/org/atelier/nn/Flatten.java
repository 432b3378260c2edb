package org.atelier.nn;

import ai.djl.ndarray.types.Shape;

/** (N, …) to (N, features): everything but the batch axis in one. */
public final class Flatten extends Layer {
  private Flatten() {}

  /** The layer. */
  public static Flatten of() {
    return new Flatten();
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    var shape = new Shape(x.size(0), x.shape().size() / Math.max(1, x.size(0)));
    return script.mixed(shape, "torch.flatten({0}, 1)", x);
  }
}
