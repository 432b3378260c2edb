package org.atelier.model.condition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.engine.HostValues;
import org.atelier.model.network.Discriminator;
import org.atelier.model.network.Generator;
import org.atelier.model.objective.Step;

/**
 * Class labels 0 to {@code classes - 1} as the conditioning input: int64 arrays (N).
 *
 * @param classes number of classes, at least 1
 */
public record ClassLabels(int classes) implements Condition<Integer> {
  /**
   * The shape of a network's label input without the batch axis, for {@link Generator} and {@link
   * Discriminator}: a scalar.
   */
  public static final Shape SHAPE = new Shape();

  /** Checks the number. */
  public ClassLabels {
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1, but was " + classes);
    }
  }

  @Override
  public Shape shape() {
    return SHAPE;
  }

  @Override
  public float[] encode(Integer label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label must be in [0, " + (classes - 1) + "], but was " + label);
    }
    return new float[] {label};
  }

  @Override
  public NDArray toArray(NDManager manager, List<float[]> encoded) {
    long[] labels = encoded.stream().mapToLong(values -> (long) values[0]).toArray();
    return HostValues.toArray(manager, labels, new Shape(labels.length));
  }

  /** Draws labels (count), int64, each equally likely, for a step's generated pictures. */
  public NDArray draw(Step<?> step, long count) {
    return step.integers(classes, count);
  }

  /**
   * Checks that all labels are in range, and returns them. The values are copied to the host:
   * libtorch's own error does not name the label, and on a GPU makes the device unusable for the
   * process.
   *
   * @param given (N), int64
   * @throws IllegalArgumentException if a label is outside [0, classes)
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

  /** Returns the conditioning inputs of all classes in turn. */
  public Conditions inTurn() {
    return inTurn(IntStream.range(0, classes).boxed().toList());
  }

  /** Returns all classes in turn. */
  @Override
  public Conditions various() {
    return inTurn();
  }
}
