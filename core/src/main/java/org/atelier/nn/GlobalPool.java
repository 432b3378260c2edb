package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/** One value of each channel: (N, C, H, W) to (N, C). */
public final class GlobalPool extends Layer {
  private final String operation;

  private GlobalPool(String operation) {
    this.operation = operation;
  }

  /** The average. */
  public static GlobalPool average() {
    return new GlobalPool("torch.mean({0}, [2, 3])");
  }

  /** The sum, as in discriminators with a projection. */
  public static GlobalPool sum() {
    return new GlobalPool("torch.sum({0}, [2, 3])");
  }

  /** The largest value. Where several are the largest, they share the derivative. */
  public static GlobalPool max() {
    return new GlobalPool("torch.amax({0}, [2, 3])");
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    // Not fresh: the derivative of a maximum needs it.
    return script.mixed(new Shape(x.size(0), x.size(1)), operation, x);
  }
}
