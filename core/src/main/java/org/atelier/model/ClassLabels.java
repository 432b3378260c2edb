package org.atelier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.IntUnaryOperator;
import org.atelier.engine.HostValues;

/**
 * The labels 0 to {@code classes - 1} as conditions: int64 arrays (N).
 *
 * @param classes how many there are, at least 1
 */
public record ClassLabels(int classes) {
  /** A network's input of one label an example, for {@link Generator} and {@link Discriminator}. */
  public static final Shape SHAPE = new Shape();

  /** Checks the number. */
  public ClassLabels {
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1, but was " + classes);
    }
  }

  /** Labels for a step's fakes, each equally likely. */
  public NDArray draw(Step<?> step, long count) {
    return step.integers(classes, count);
  }

  /**
   * Gives {@code labels}, if all are in range. Reads them, since the engine would not say which one
   * is not, and on a GPU fail for good.
   *
   * @param given (N), int64
   * @throws IllegalArgumentException if there is no such class
   */
  public NDArray expectInRange(NDArray given) {
    for (long label : given.toLongArray()) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "Labels must be in [0, %s], as there are %s classes, but one was %s"
                .formatted(classes - 1, classes, label));
      }
    }
    return given;
  }

  /** Samples of all classes in turn. */
  public Conditions inTurn() {
    return labels(n -> n % classes);
  }

  /**
   * Samples of one class.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public Conditions always(int label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label must be in [0, " + (classes - 1) + "], but was " + label);
    }
    return labels(n -> label);
  }

  private static Conditions labels(IntUnaryOperator labelOf) {
    return (manager, from, count) -> new NDList(labels(manager, from, count, labelOf));
  }

  private static NDArray labels(NDManager manager, int from, int count, IntUnaryOperator labelOf) {
    var values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = labelOf.applyAsInt(from + i);
    }
    return HostValues.toArray(manager, values, new Shape(count));
  }
}
