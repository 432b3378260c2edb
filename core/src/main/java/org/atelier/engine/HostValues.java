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
 * Copies Java values into the engine's memory.
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
    ByteBuffer buffer = buffer(values.length, Float.BYTES, shape);
    buffer.asFloatBuffer().put(values);
    return copy(manager, buffer, shape, DataType.FLOAT32);
  }

  /**
   * An int64 array of these values, such as labels.
   *
   * @param manager owns the array and chooses its device
   * @param values in row-major order
   */
  public static NDArray toArray(NDManager manager, long[] values, Shape shape) {
    ByteBuffer buffer = buffer(values.length, Long.BYTES, shape);
    buffer.asLongBuffer().put(values);
    return copy(manager, buffer, shape, DataType.INT64);
  }

  /** The thread's buffer, its limit set to so many values. */
  private static ByteBuffer buffer(int length, int bytesEach, Shape shape) {
    if (length != shape.size()) {
      throw new IllegalArgumentException(
          "Expected " + shape.size() + " values for " + shape + ", but got " + length);
    }
    int bytes = Math.multiplyExact(length, bytesEach);
    ByteBuffer buffer = BUFFER.get();
    if (buffer.capacity() < bytes) {
      buffer = allocate(bytes);
      BUFFER.set(buffer);
    }
    // The engine expects exactly the array, and the limit is still that of the one before.
    buffer.clear().limit(bytes);
    return buffer;
  }

  private static NDArray copy(NDManager manager, ByteBuffer buffer, Shape shape, DataType type) {
    try (NDArray window = manager.create(buffer, shape, type)) {
      return Module.COPY.call(new NDList(window), false).singletonOrThrow();
    }
  }

  /**
   * A number for a script, in float64 as PyTorch computes with its hyperparameters. It stays in the
   * CPU's memory, where a script reads it without waiting for a device.
   *
   * @param manager owns the scalar, and so the results of a call whose first argument it is
   */
  public static NDArray number(NDManager manager, double value) {
    try (NDManager host = manager.newSubManager(Device.cpu())) {
      ByteBuffer buffer = buffer(1, Double.BYTES, new Shape());
      buffer.putDouble(0, value);
      NDArray scalar = copy(host, buffer, new Shape(), DataType.FLOAT64);
      scalar.attach(manager);
      return scalar;
    }
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
