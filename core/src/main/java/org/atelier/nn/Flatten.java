package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.internal.Checks;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/** Flattens all axes but the first: (N, …) to (N, features). */
public final class Flatten extends Layer {
  private Flatten() {}

  /** Creates a flattening of all axes but the first. */
  public static Flatten of() {
    return new Flatten();
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    Checks.channels(x.shape());
    var shape = new Shape(x.size(0), x.shape().slice(1).size());
    // May be a view of the input, so it must not be overwritten.
    return script.mixed(shape, "torch.flatten({0}, 1)", x);
  }
}
