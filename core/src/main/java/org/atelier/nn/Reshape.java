package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/** Reshapes each example: (N, …) to (N, sizes…), with the same number of elements. */
public final class Reshape extends Layer {
  private final Shape example;

  private Reshape(Shape example) {
    this.example = example;
  }

  /**
   * Creates a reshaping to these sizes of one example: {@code Reshape.to(128, 7, 7)} maps features
   * (N, 6272) to (N, 128, 7, 7).
   */
  public static Reshape to(long... sizes) {
    if (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "sizes must be at least 1, but were " + Arrays.toString(sizes));
    }
    return new Reshape(new Shape(sizes));
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only();
    if (x.shape().size() != x.size(0) * example.size()) {
      throw new IllegalArgumentException(
          "expected (N, …) of "
              + example.size()
              + " values for each example, but got "
              + x.shape());
    }
    var shape = new Shape(x.size(0)).addAll(example);
    // May be a view of the input, so it must not be overwritten.
    return script.contiguous(
        shape, "torch.reshape({0}, {1})", x, new Shape(-1).addAll(example).getShape());
  }
}
