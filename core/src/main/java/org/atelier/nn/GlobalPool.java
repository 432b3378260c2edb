package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.nn.script.Window;

/** Global pooling, over all pixels of each channel: (N, C, H, W) to (N, C). */
public final class GlobalPool extends Layer {
  private final String operation;

  private GlobalPool(String operation) {
    this.operation = operation;
  }

  /** Creates an average pooling. */
  public static GlobalPool average() {
    return new GlobalPool("torch.mean({0}, [2, 3])");
  }

  /** Creates a sum pooling, as in projection discriminators. */
  public static GlobalPool sum() {
    return new GlobalPool("torch.sum({0}, [2, 3])");
  }

  /** Creates a max pooling. The gradient is distributed evenly among equal maxima. */
  public static GlobalPool max() {
    return new GlobalPool("torch.amax({0}, [2, 3])");
  }

  @Override
  protected Optional<Window> window() {
    return Optional.of(Window.EVERYTHING);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    // Not fresh: the derivative of a maximum needs the result.
    return script.mixed(new Shape(x.size(0), x.size(1)), operation, x);
  }
}
