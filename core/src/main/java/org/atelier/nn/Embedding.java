package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * A trainable vector for every class: labels (…) of an integer type to (…, size).
 *
 * <p>Its weight is (classes, size) and starts as N(0, 1), as PyTorch's. A label outside [0,
 * classes) is found by libtorch only, which says "index out of range".
 */
public final class Embedding extends Layer {
  private final int classes;
  private final int size;
  private final Parameter weight;

  private Embedding(int classes, int size) {
    this.classes = OptionChecks.atLeast(1, "classes", classes);
    this.size = OptionChecks.atLeast(1, "size", size);
    weight = parameter("weight", Parameter.Type.OTHER, Initialiser.normal(0, 1));
  }

  /** So many vectors of so many numbers. */
  public static Embedding of(int classes, int size) {
    return new Embedding(classes, size);
  }

  @Override
  protected void prepare(Shape[] inputs) {
    weight.setShape(new Shape(classes, size));
  }

  @Override
  protected Values write(Script script, Values in) {
    Value labels = in.only().expectLabels();
    return script.fresh(
        labels.shape().add(size), "torch.embedding({0}, {1})", script.parameter(weight), labels);
  }
}
