package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.Precision;

/** What the penalties share: the derivative of a critic's scores by its input, itself recorded. */
final class InputGradient {
  private InputGradient() {}

  /**
   * ∇ₓ ΣD(x), of the shape of x.
   *
   * @param where computes x; it is cut off from whatever it was computed from
   */
  static NDArray at(Function<NDArray, NDArray> critic, Supplier<NDArray> where) {
    if (!Gradients.isRecording()) {
      throw new IllegalStateException(
          "A gradient penalty is a derivative that is differentiated again, so it must be recorded;"
              + " compute it in a phase's objective, or inside Gradients.recording(…)");
    }
    NDArray x = Gradients.withoutRecording(where);
    x.setRequiresGradient(true);
    // bfloat16 has too few digits for a derivative that is differentiated again.
    NDArray scores =
        ExecutionContext.current()
            .withPrecision(Precision.FLOAT32)
            .withSecondOrder(true)
            .run(() -> critic.apply(x));
    return Gradients.ofInput(scores.sum(), x);
  }

  /** Refuses pictures that do not go together. */
  static void expectSameShape(String name, NDArray actual, NDArray expected) {
    if (!actual.getShape().equals(expected.getShape())) {
      throw new IllegalArgumentException(
          "Expected %s of shape %s, as the real pictures, but got %s"
              .formatted(name, expected.getShape(), actual.getShape()));
    }
  }

  /** One number for each example, ready to be multiplied with pictures: (N) to (N, 1, …). */
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
