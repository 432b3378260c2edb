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
 * Copies Java arrays into the engine's memory.
 *
 * <p>DJL allocates a direct buffer for every array created from Java values, and only the garbage
 * collector frees it; a training run, which produces little other garbage, accumulates gigabytes of
 * them. Here the values are copied through one buffer for each thread into memory that the engine
 * owns.
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
   * Creates a float32 array of these values.
   *
   * @param manager owner of the array; the array is on the manager's device
   * @param values the elements in row-major order
   * @param shape the shape of the array
   * @throws IllegalArgumentException if the number of values is not the size of the shape
   */
  public static NDArray toArray(NDManager manager, float[] values, Shape shape) {
    ByteBuffer buffer = buffer(values.length, Float.BYTES, shape);
    buffer.asFloatBuffer().put(values);
    return copy(manager, buffer, shape, DataType.FLOAT32);
  }

  /**
   * Creates an int64 array of these values, such as labels.
   *
   * @param manager owner of the array; the array is on the manager's device
   * @param values the elements in row-major order
   * @param shape the shape of the array
   * @throws IllegalArgumentException if the number of values is not the size of the shape
   */
  public static NDArray toArray(NDManager manager, long[] values, Shape shape) {
    ByteBuffer buffer = buffer(values.length, Long.BYTES, shape);
    buffer.asLongBuffer().put(values);
    return copy(manager, buffer, shape, DataType.INT64);
  }

  /** Returns the thread's buffer with its limit set to {@code length} values. */
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
    // The engine checks the buffer's limit against the array's size.
    buffer.clear().limit(bytes);
    return buffer;
  }

  private static NDArray copy(NDManager manager, ByteBuffer buffer, Shape shape, DataType type) {
    try (NDArray window = manager.create(buffer, shape, type)) {
      return Module.COPY.call(new NDList(window), false).singletonOrThrow();
    }
  }

  /**
   * Creates a float64 scalar as a script's argument: PyTorch computes with hyperparameters in
   * float64. It is always in the CPU's memory, so a script reads it without synchronising with the
   * device.
   *
   * @param manager owner of the scalar, and of the results of a call whose first argument is the
   *     scalar
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
