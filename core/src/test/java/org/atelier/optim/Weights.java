package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.engine.Layout;
import org.atelier.engine.MemoryFormat;
import org.atelier.random.CounterRandom;

/** Parameters of every layout that a network has, and gradients for them. */
final class Weights {
  /** A convolution's weight in each memory format, a matrix, a bias, and a single number. */
  private static final Map<String, Shape> SHAPES = shapes();

  private Weights() {}

  private static Map<String, Shape> shapes() {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put("conv.weight", new Shape(3, 2, 2, 3));
    shapes.put("plain.weight", new Shape(3, 2, 2, 3));
    shapes.put("linear.weight", new Shape(4, 3));
    shapes.put("linear.bias", new Shape(4));
    shapes.put("gain", new Shape());
    return shapes;
  }

  /** The parameters, in the layout that lasts. */
  static Map<String, NDArray> make(NDManager owner) {
    var made = new LinkedHashMap<String, NDArray>();
    SHAPES.forEach(
        (name, shape) -> {
          NDArray values = owner.create(values(name, -1, shape), shape);
          made.put(name, Layout.copyOf(values, format(name, true), owner));
          values.close();
        });
    return made;
  }

  /** Gradients of a step, in the layout that their parameters do not have. */
  static NDList gradients(NDManager scratch, int step) {
    var gradients = new NDList();
    SHAPES.forEach(
        (name, shape) ->
            gradients.add(
                Layout.copyOf(
                    scratch.create(values(name, step, shape), shape),
                    format(name, false),
                    scratch)));
    return gradients;
  }

  private static MemoryFormat format(String name, boolean own) {
    return name.startsWith("conv") == own ? MemoryFormat.CHANNELS_LAST : MemoryFormat.CONTIGUOUS;
  }

  private static float[] values(String name, int step, Shape shape) {
    return CounterRandom.of(3, name).fork(step).gaussians((int) shape.size());
  }

  /** The values by name, in row-major order. */
  static Map<String, float[]> values(Map<String, NDArray> arrays) {
    var values = new LinkedHashMap<String, float[]>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }
}
