package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.random.CounterRandom;

/** What the likelihoods share: checks and draws. */
final class LikelihoodValues {
  private LikelihoodValues() {}

  /** Gives {@code numbers}, whose shape must be that of the examples, but for their number. */
  static NDArray expectShape(Likelihood likelihood, NDArray examples, NDArray numbers) {
    Shape shape = examples.getShape();
    if (shape.dimension() < 2) {
      throw new IllegalArgumentException("Expected examples (N, …), but got " + shape);
    }
    long[] expected = shape.getShape().clone();
    expected[1] *= likelihood.numbersPerValue();
    if (!numbers.getShape().equals(new Shape(expected))) {
      throw new IllegalArgumentException(
          "Expected the decoder to give %s for examples %s, as %s needs it, but it gave %s"
              .formatted(new Shape(expected), shape, likelihood, numbers.getShape()));
    }
    return numbers;
  }

  /** Uniform numbers in (0, 1), in the manager of {@code owner}. */
  static NDArray uniform(NDArray owner, Shape shape, CounterRandom random) {
    var values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      // Halfway between steps: the logarithms of it and of its complement are finite.
      values[i] = ((random.nextInt() >>> 9) + 0.5f) * 0x1p-23f;
    }
    return HostValues.toArray(owner.getManager(), values, shape);
  }

  /**
   * Refuses examples.
   *
   * @param firstWrong a {@link #firstWhere}
   * @param message is given the first wrong value
   */
  static void refuse(NDArray examples, NativeFunction firstWrong, String message) {
    long place = firstWrong.apply(examples).getLong();
    if (place > 0) {
      float value = examples.flatten().get(place - 1).getFloat();
      throw new IllegalArgumentException(message.formatted(value));
    }
  }

  /** The place, from 1, of the first value of x where the expression is true; 0 for none. */
  static NativeFunction firstWhere(String expression) {
    String found = "torch.to(torch.flatten(" + expression + "), 3)";
    return NativeFunction.of(
        "torch.where(torch.any(%s), torch.argmax(%s) + 1, 0)".formatted(found, found), "x");
  }
}
