package org.atelier.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Java values on their way into the engine.
 *
 * <p>DJL wraps a direct buffer of its own around every array made from Java values, which only the
 * garbage collector frees: a training run, which makes little other garbage, piles up gigabytes of
 * them. Here the values pass through one buffer of the thread into memory that the engine owns.
 */
public final class HostValues {
  private static final class Module {
    static final NativeModule COPY =
        NativeModule.compile(
            "x: Tensor", "List[Tensor]", "    return [torch.clone(x, memory_format=None)]\n");
  }

  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> allocate(1 << 16));

  private HostValues() {}

  /**
   * An array of these values.
   *
   * @param manager owns the array and chooses its device
   * @param values in row-major order
   */
  public static NDArray toArray(NDManager manager, float[] values, Shape shape) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "Expected " + shape.size() + " values for " + shape + ", but got " + values.length);
    }
    ByteBuffer buffer = buffer(values.length, Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return copy(manager, buffer, shape, DataType.FLOAT32);
  }

  /**
   * A vector of whole numbers: labels.
   *
   * @param manager owns the array and chooses its device
   */
  public static NDArray toArray(NDManager manager, long... values) {
    ByteBuffer buffer = buffer(values.length, Long.BYTES);
    buffer.asLongBuffer().put(values);
    return copy(manager, buffer, new Shape(values.length), DataType.INT64);
  }

  private static NDArray copy(NDManager manager, ByteBuffer buffer, Shape shape, DataType type) {
    try (NDArray window = manager.create(buffer, shape, type)) {
      return Module.COPY.call(new NDList(window), false).singletonOrThrow();
    }
  }

  /** The thread's buffer, with room for exactly so many values: the engine expects no more. */
  private static ByteBuffer buffer(int values, int width) {
    ByteBuffer buffer = BUFFER.get();
    int bytes = Math.multiplyExact(values, width);
    if (buffer.capacity() < bytes) {
      buffer = allocate(bytes);
      BUFFER.set(buffer);
    }
    buffer.clear().limit(bytes);
    return buffer;
  }

  /**
   * A number for a script, in float64 as PyTorch computes with its hyperparameters. It stays in the
   * CPU's memory, where a script reads it without waiting for a device.
   *
   * @param manager owns the scalar, and so the results of a call whose first argument it is
   */
  public static NDArray number(NDManager manager, double value) {
    try (NDManager host = manager.newSubManager(Device.cpu())) {
      NDArray scalar = host.create(value);
      scalar.attach(manager);
      return scalar;
    }
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
