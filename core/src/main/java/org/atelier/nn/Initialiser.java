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
 * The initial values of a parameter, drawn in Java: the same seed and name give the same network on
 * every device.
 *
 * <p>Inside a network the generator is a function of the run's seed and the parameter's name. Where
 * DJL initialises a layer by itself, the seed is a number of the engine's generator.
 */
@FunctionalInterface
public interface Initialiser extends SeededInitializer {
  /** The values of a parameter of this shape, in row-major order. */
  float[] values(Shape shape, RandomGenerator random);

  /** The parameter's array; one of four axes has this format. */
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

  /** The same value everywhere. */
  static Initialiser constant(float value) {
    return (shape, random) -> fill(shape, () -> value);
  }

  /** N(mean, deviation²): DCGAN's weights are N(0, .02²). */
  static Initialiser normal(double mean, double deviation) {
    return (shape, random) -> fill(shape, () -> mean + deviation * random.nextGaussian());
  }

  /** U(-bound, bound). */
  static Initialiser uniform(double bound) {
    return (shape, random) -> fill(shape, () -> bound * (2 * random.nextDouble() - 1));
  }

  /** Glorot and Bengio's U(-√(6/(fan in + fan out)), …), times a gain. */
  static Initialiser xavierUniform(double gain) {
    return (shape, random) ->
        uniform(gain * Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)))).values(shape, random);
  }

  /** Glorot and Bengio's N(0, 2/(fan in + fan out)), times a gain. */
  static Initialiser xavierNormal(double gain) {
    return (shape, random) ->
        normal(0, gain * Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).values(shape, random);
  }

  /**
   * He et al.'s U(-√(6/((1+slope²)·fan in)), …) for a leaky ReLU of this slope. With √5, PyTorch's
   * default for convolutions and linear layers.
   */
  static Initialiser kaimingUniform(double slope) {
    return (shape, random) ->
        uniform(Math.sqrt(6.0 / ((1 + slope * slope) * fanIn(shape)))).values(shape, random);
  }

  /** He et al.'s N(0, 2/((1+slope²)·fan in)) for a leaky ReLU of this slope. */
  static Initialiser kaimingNormal(double slope) {
    return (shape, random) ->
        normal(0, Math.sqrt(2.0 / ((1 + slope * slope) * fanIn(shape)))).values(shape, random);
  }

  /** Orthonormal rows or columns (Saxe et al.), times a gain; of two axes or more. */
  static Initialiser orthogonal(double gain) {
    return (shape, random) -> Orthogonal.values(shape, random, gain);
  }

  /** Inputs of one output unit: all axes but the first. */
  private static long fanIn(Shape shape) {
    return shape.size() / shape.get(0);
  }

  /** Outputs of one input unit: all axes but the second. */
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
