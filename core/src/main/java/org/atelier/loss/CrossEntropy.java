package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.NativeFunction;

/**
 * Cross-entropy, the loss of a classifier: the mean over the examples of −log
 * softmax(logits)[label]. A label outside [0, classes) is an error of libtorch, "out of bounds".
 */
public final class CrossEntropy {
  private static final NativeFunction LOSS =
      NativeFunction.of("torch.cross_entropy_loss(x, y)", "x", "y");

  private CrossEntropy() {}

  /**
   * Computes the loss, a scalar.
   *
   * @param logits (N, classes)
   * @param labels (N), int64 in [0, classes), the true class of each example
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static NDArray of(NDArray logits, NDArray labels) {
    Shape shape = logits.getShape();
    if (shape.dimension() != 2 || !labels.getShape().equals(shape.slice(0, 1))) {
      throw new IllegalArgumentException(
          "Expected logits (N, classes) and labels (N), but got %s and %s"
              .formatted(shape, labels.getShape()));
    }
    return LOSS.apply(logits, labels);
  }
}
