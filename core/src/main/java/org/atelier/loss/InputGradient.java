package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.Precision;

/**
 * The gradient of a critic's scores with respect to its input, which can be differentiated again;
 * shared by the gradient penalties.
 */
final class InputGradient {
  private InputGradient() {}

  /**
   * Computes ∇ₓ ΣD(x), of the shape of x.
   *
   * @param where computes x, without recording: x is a leaf
   */
  static NDArray at(Function<NDArray, NDArray> critic, Supplier<NDArray> where) {
    if (!Gradients.isRecording()) {
      throw new IllegalStateException(
          "A gradient penalty is differentiated again, so it must be recorded for autograd;"
              + " compute it in a phase's objective, or inside Gradients.recording(…)");
    }
    NDArray x = Gradients.withoutRecording(where);
    x.setRequiresGradient(true);
    // bfloat16 is too inaccurate for second derivatives.
    NDArray scores =
        ExecutionContext.current()
            .withPrecision(Precision.FLOAT32)
            .withSecondOrder(true)
            .run(() -> critic.apply(x));
    return Gradients.ofInput(scores.sum(), x);
  }

  /** Checks that two arrays have the same shape. */
  static void expectSameShape(String name, NDArray actual, NDArray expected) {
    if (!actual.getShape().equals(expected.getShape())) {
      throw new IllegalArgumentException(
          "Expected %s of shape %s, as the real pictures, but got %s"
              .formatted(name, expected.getShape(), actual.getShape()));
    }
  }

  /** Reshapes one value for each example to broadcast over pictures: (N) to (N, 1, …). */
  static NDArray perExample(String name, NDArray numbers, NDArray pictures) {
    long count = pictures.getShape().get(0);
    if (numbers.size() != count) {
      throw new IllegalArgumentException(
          "Expected %s numbers %s, one for each picture, but their shape was %s"
              .formatted(count, name, numbers.getShape()));
    }
    var shape = new long[pictures.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[0] = count;
    return numbers.reshape(shape);
  }
}
