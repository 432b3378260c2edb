package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/** Checks and random numbers that the likelihoods have in common. */
final class LikelihoodValues {
  private LikelihoodValues() {}

  /** Returns {@code parameters} after checking that their shape matches the examples'. */
  static NDArray expectShape(Likelihood likelihood, NDArray examples, NDArray parameters) {
    Shape shape = examples.getShape();
    if (shape.dimension() < 2) {
      throw new IllegalArgumentException("Expected examples (N, …), but got " + shape);
    }
    long[] expected = shape.getShape().clone();
    expected[1] *= likelihood.parametersPerValue();
    if (!parameters.getShape().equals(new Shape(expected))) {
      throw new IllegalArgumentException(
          "Expected the decoder to output %s for examples %s, as %s needs it, but it gave %s"
              .formatted(new Shape(expected), shape, likelihood, parameters.getShape()));
    }
    return parameters;
  }

  /** Uniform random numbers in the open interval (0, 1), in the manager of {@code owner}. */
  static NDArray uniform(NDArray owner, Shape shape, CounterRandom random) {
    var values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      // Midpoints of the 2^23 steps: ln u and ln(1 - u) are finite.
      values[i] = ((random.nextInt() >>> 9) + 0.5f) * 0x1p-23f;
    }
    return HostValues.toArray(owner.getManager(), values, shape);
  }

  /**
   * Throws if an example has a wrong value.
   *
   * @param firstWrong made by {@link #firstWhere}
   * @param message with a placeholder for the first wrong value
   */
  static void refuse(NDArray examples, NativeFunction firstWrong, String message) {
    long place = firstWrong.apply(examples).getLong();
    if (place > 0) {
      float value = examples.flatten().get(place - 1).getFloat();
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, value));
    }
  }

  /** The index, from 1, of the first value of x where the expression is true; 0 for none. */
  static NativeFunction firstWhere(String expression) {
    String found = "torch.to(torch.flatten(" + expression + "), 3)";
    return NativeFunction.of(
        "torch.where(torch.any(%s), torch.argmax(%s) + 1, 0)".formatted(found, found), "x");
  }
}
