package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * A lookup table of one trainable vector for every class: labels (…), int64 in [0, classes), to (…,
 * size).
 *
 * <p>The weight is (classes, size), initialised from N(0, 1) as in PyTorch. A label outside [0,
 * classes) is an error of libtorch, "index out of range".
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

  /** Creates an embedding of {@code classes} vectors of {@code size} values, both at least 1. */
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
