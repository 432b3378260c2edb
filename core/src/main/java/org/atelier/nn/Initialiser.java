package org.atelier.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.atelier.engine.Layout;
import org.atelier.engine.MemoryFormat;
import org.atelier.nn.internal.Orthogonal;
import org.atelier.nn.script.SeededInitializer;
import org.atelier.random.CounterRandom;

/**
 * Draws the initial values of a parameter in Java, so that the same seed and parameter name give
 * the same values on every device.
 *
 * <p>Inside a network the random generator is a function of the run's seed and the parameter's
 * dotted name. When DJL initialises a layer outside a network, the seed is drawn from the engine's
 * generator.
 */
@FunctionalInterface
public interface Initialiser extends SeededInitializer {
  /** Returns the values of a parameter of this shape, in row-major order. */
  float[] values(Shape shape, RandomGenerator random);

  /** Creates the parameter's array, in this memory format if it has four axes. */
  default NDArray create(
      NDManager manager, Shape shape, RandomGenerator random, MemoryFormat format) {
    try (NDManager scratch = manager.newSubManager()) {
      return Layout.copyOf(scratch.create(values(shape, random), shape), format, manager);
    }
  }

  @Override
  default NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray number = scratch.randomInteger(0, Integer.MAX_VALUE, new Shape(1), DataType.INT32);
      return create(manager, shape, CounterRandom.of(number.getInt()), MemoryFormat.CHANNELS_LAST);
    }
  }

  @Override
  default Initialiser seeded(RandomGenerator random, MemoryFormat format) {
    Initialiser unseeded = this;
    return new Initialiser() {
      @Override
      public float[] values(Shape shape, RandomGenerator ignored) {
        return unseeded.values(shape, random);
      }

      @Override
      public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
        return unseeded.create(manager, shape, random, format);
      }
    };
  }

  /** Returns an initialiser that sets all elements to {@code value}. */
  static Initialiser constant(float value) {
    return (shape, random) -> fill(shape, () -> value);
  }

  /** Returns a normal initialiser, N(mean, deviation²); DCGAN's weights are N(0, 0.02²). */
  static Initialiser normal(double mean, double deviation) {
    return (shape, random) -> fill(shape, () -> mean + deviation * random.nextGaussian());
  }

  /** Returns a uniform initialiser, U(-bound, bound). */
  static Initialiser uniform(double bound) {
    return (shape, random) -> fill(shape, () -> bound * (2 * random.nextDouble() - 1));
  }

  /**
   * Returns Glorot and Bengio's uniform initialiser, gain · U(-a, a) with a = √(6/(fan in + fan
   * out)).
   */
  static Initialiser xavierUniform(double gain) {
    return (shape, random) ->
        uniform(gain * Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)))).values(shape, random);
  }

  /** Returns Glorot and Bengio's normal initialiser, gain · N(0, 2/(fan in + fan out)). */
  static Initialiser xavierNormal(double gain) {
    return (shape, random) ->
        normal(0, gain * Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).values(shape, random);
  }

  /**
   * Returns the uniform initialiser of He et al. (arXiv:1502.01852) for a leaky ReLU of this slope:
   * U(-a, a) with a = √(6/((1 + slope²)·fan in)). With a slope of √5 it is PyTorch's default for
   * convolutions and linear layers.
   */
  static Initialiser kaimingUniform(double slope) {
    return (shape, random) ->
        uniform(Math.sqrt(6.0 / ((1 + slope * slope) * fanIn(shape)))).values(shape, random);
  }

  /**
   * Returns the normal initialiser of He et al. (arXiv:1502.01852) for a leaky ReLU of this slope:
   * N(0, 2/((1 + slope²)·fan in)).
   */
  static Initialiser kaimingNormal(double slope) {
    return (shape, random) ->
        normal(0, Math.sqrt(2.0 / ((1 + slope * slope) * fanIn(shape)))).values(shape, random);
  }

  /**
   * Returns an orthogonal initialiser (Saxe et al., arXiv:1312.6120): gain times a matrix with
   * orthonormal rows or columns. For parameters with at least two axes, of which all but the first
   * are flattened.
   */
  static Initialiser orthogonal(double gain) {
    return (shape, random) -> Orthogonal.values(shape, random, gain);
  }

  /** The number of inputs of an output unit: the product of all axes but the first. */
  private static long fanIn(Shape shape) {
    return shape.size() / shape.get(0);
  }

  /** The number of outputs of an input unit: the product of all axes but the second. */
  private static long fanOut(Shape shape) {
    return shape.dimension() < 2 ? shape.get(0) : shape.size() / shape.get(1);
  }

  private static float[] fill(Shape shape, java.util.function.DoubleSupplier next) {
    var values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }
}
