package org.atelier.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A dense tensor in host memory, as stored in weights files: row-major (NCHW-contiguous),
 * independent of the memory layout of the array that it was copied from.
 *
 * <p>Immutable, provided that the buffer given to the constructor is not modified. Two tensors are
 * equal if their types, shapes and bytes are equal.
 *
 * @param type one of the types listed at {@link #isSupported}
 * @param shape the shape, every dimension at least 0; {@code ()} is a scalar
 * @param data {@code shape.size() * type.getNumOfBytes()} bytes, little-endian; each call of the
 *     accessor returns a new read-only view, positioned at the first byte
 */
public record HostTensor(DataType type, Shape shape, ByteBuffer data) {
  /** Checks that the number of bytes matches the shape, and creates a read-only view of them. */
  public HostTensor {
    if (!isSupported(type)) {
      throw new IllegalArgumentException(
          "A tensor of type " + type + " is not supported; convert it to FLOAT32 first");
    }
    long expected = byteCount(type, shape.getShape());
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "Expected "
              + expected
              + " bytes for "
              + type
              + " "
              + shape
              + ", but got "
              + data.remaining());
    }
    data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns whether tensors of this type are supported: FLOAT16, BFLOAT16, FLOAT32, FLOAT64, INT8,
   * INT16, INT32, INT64, UINT8 and BOOLEAN.
   *
   * @param type a data type
   */
  public static boolean isSupported(DataType type) {
    return switch (type) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, INT8, INT16, INT32, INT64, UINT8, BOOLEAN -> true;
      default -> false;
    };
  }

  /**
   * Creates a float32 tensor; the values are copied.
   *
   * @param shape the shape, {@code values.length} elements in all
   * @param values in row-major order
   * @throws IllegalArgumentException if the number of values does not match the shape
   */
  public static HostTensor of(Shape shape, float... values) {
    var bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new HostTensor(DataType.FLOAT32, shape, bytes);
  }

  /**
   * Copies an array of any device and memory layout to host memory, in row-major order. Nothing is
   * left in the array's manager.
   *
   * @param array an array of a supported type, less than 2 GB
   * @throws IllegalArgumentException if the type is not supported
   */
  public static HostTensor of(NDArray array) {
    if (!isSupported(array.getDataType())) {
      throw new IllegalArgumentException(
          "An array of type "
              + array.getDataType()
              + " cannot be copied from the engine; convert it with toType(FLOAT32, false)");
    }
    if (array.getDevice().isGpu()) {
      // toByteBuffer does the same, but leaves the copy in the manager until that is closed.
      try (NDArray onHost = array.toDevice(Device.cpu(), true)) {
        return of(onHost);
      }
    }
    // Not direct: a direct buffer is a view of the engine's memory, which is freed with the array.
    return new HostTensor(array.getDataType(), array.getShape(), array.toByteBuffer(false));
  }

  /**
   * Copies this tensor to the engine.
   *
   * @param manager owns the array and determines its device
   * @return an array of this shape and type; bfloat16 becomes float32 and int16 becomes int32,
   *     without loss, because DJL's arrays support neither
   */
  public NDArray toArray(NDManager manager) {
    return switch (type) {
      case BFLOAT16 -> of(shape, toFloats()).toArray(manager);
      case INT16 -> widenedToInt32().toArray(manager);
      default -> {
        // Always a new buffer: on the CPU the engine uses a direct buffer as the array's memory,
        // and would write to ours.
        ByteBuffer copy = manager.allocateDirect(data.capacity());
        copy.put(data()).rewind();
        yield manager.create(copy, shape, type);
      }
    };
  }

  /**
   * Returns the elements in row-major order as float32. Exact for FLOAT32, FLOAT16, BFLOAT16, small
   * integers and booleans (0 or 1), rounded for the others.
   */
  public float[] toFloats() {
    var values = new float[elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) element(i);
    }
    return values;
  }

  /**
   * Returns the elements in row-major order as float64. Exact except for integers beyond
   * 2<sup>53</sup>.
   */
  public double[] toDoubles() {
    var values = new double[elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = element(i);
    }
    return values;
  }

  /**
   * Checks that every value is finite also as float32.
   *
   * @param file the file that this tensor is from, for the message
   * @param name the tensor's name there, for the message
   * @throws WeightsException if a value is NaN or infinite
   */
  public void requireFinite(Path file, String name) throws WeightsException {
    requireFinite(file, name, toFloats());
  }

  /**
   * Checks values of a tensor, or values that were computed from tensors of a file.
   *
   * @param file the file, for the message
   * @param name the tensor's name, for the message
   * @param values the values
   * @throws WeightsException if a value is NaN or infinite
   */
  public static void requireFinite(Path file, String name, float[] values) throws WeightsException {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new WeightsException(
            file,
            "the tensor \"%s\" has a value that is not finite (%s), with which every result would be wrong; take weights from before the training diverged, or download the file again"
                .formatted(name, Float.toString(value)));
      }
    }
  }

  /**
   * Returns the number of bytes of a dense tensor.
   *
   * @throws IllegalArgumentException if a dimension is negative or the result does not fit a long
   */
  static long byteCount(DataType type, long[] dimensions) {
    long bytes = type.getNumOfBytes();
    for (long dimension : dimensions) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "A dimension must be 0 or more, but was "
                + dimension
                + " in "
                + Arrays.toString(dimensions));
      }
      try {
        bytes = Math.multiplyExact(bytes, dimension);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("Too large a shape: " + Arrays.toString(dimensions), e);
      }
    }
    return bytes;
  }

  private int elementCount() {
    return data.capacity() / type.getNumOfBytes();
  }

  private double element(int i) {
    return switch (type) {
      case FLOAT64 -> data.getDouble(i * Double.BYTES);
      case FLOAT32 -> data.getFloat(i * Float.BYTES);
      case FLOAT16 -> halfToFloat(data.getShort(i * Short.BYTES));
      // bfloat16 is the upper half of a float32.
      case BFLOAT16 -> Float.intBitsToFloat(data.getShort(i * Short.BYTES) << 16);
      case INT64 -> data.getLong(i * Long.BYTES);
      case INT32 -> data.getInt(i * Integer.BYTES);
      case INT16 -> data.getShort(i * Short.BYTES);
      case INT8 -> data.get(i);
      case UINT8 -> data.get(i) & 0xff;
      case BOOLEAN -> data.get(i) == 0 ? 0 : 1;
      default -> throw new AssertionError(type);
    };
  }

  /** Converts IEEE 754 binary16; the JDK has a method for it only from version 20 on. */
  private static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) { // zero and subnormals: fraction * 2^-24
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent - 15 + 127) << 23 | fraction << 13);
  }

  private HostTensor widenedToInt32() {
    var wide =
        ByteBuffer.allocate(Math.multiplyExact(elementCount(), Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elementCount(); i++) {
      wide.putInt(data.getShort(i * Short.BYTES));
    }
    return new HostTensor(DataType.INT32, shape, wide.flip());
  }
}
