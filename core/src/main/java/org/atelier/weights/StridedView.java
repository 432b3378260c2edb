package org.atelier.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * A PyTorch tensor as a strided view of a storage that other tensors may share.
 *
 * @param type the element type
 * @param offset the offset of the first element, in elements
 * @param shape the shape, every dimension at least 0
 * @param strides the distance in elements between neighbours along each dimension, at least 0
 */
record StridedView(DataType type, long offset, long[] shape, long[] strides) {
  /** PyTorch's own limit. */
  private static final int MAX_RANK = 64;

  /** Checks the numbers, which come from a file. */
  StridedView {
    if (shape.length != strides.length || shape.length > MAX_RANK) {
      throw new IllegalArgumentException(
          shape.length + " dimensions have " + strides.length + " strides");
    }
    if (offset < 0) {
      throw new IllegalArgumentException("the offset " + offset + " is negative");
    }
    for (long stride : strides) {
      if (stride < 0) {
        throw new IllegalArgumentException("the stride " + stride + " is negative");
      }
    }
    if (HostTensor.byteCount(type, shape) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a tensor must be smaller than 2 GB");
    }
  }

  /** Returns the number of bytes of the dense tensor. */
  long byteCount() {
    return HostTensor.byteCount(type, shape);
  }

  /**
   * Returns the number of elements that a storage must have for this view.
   *
   * @throws IllegalArgumentException if the result does not fit a long
   */
  long extent() {
    if (byteCount() == 0) {
      return 0;
    }
    try {
      long last = offset;
      for (int d = 0; d < shape.length; d++) {
        last = Math.addExact(last, Math.multiplyExact(shape[d] - 1, strides[d]));
      }
      return Math.addExact(last, 1);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the strides are too large", e);
    }
  }

  /** Returns whether the view is contiguous: row-major without gaps. */
  boolean isDense() {
    long expected = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      if (shape[d] != 1 && strides[d] != expected) {
        return byteCount() == 0;
      }
      expected *= shape[d];
    }
    return true;
  }

  /** Returns the tensor as a slice of the storage's memory; for dense views. */
  HostTensor slice(ByteBuffer storage) {
    int width = type.getNumOfBytes();
    int bytes = (int) byteCount();
    return new HostTensor(
        type, new Shape(shape), storage.slice(bytes == 0 ? 0 : (int) (offset * width), bytes));
  }

  /** Copies the tensor to row-major order; for views that are not empty. */
  HostTensor gather(ByteBuffer storage) {
    int width = type.getNumOfBytes();
    var dense = ByteBuffer.allocate((int) byteCount());
    var index = new long[shape.length];
    long at = offset;
    for (int to = 0; to < dense.capacity(); to += width) {
      dense.put(to, storage, (int) (at * width), width);
      // Increments the index like an odometer: the last dimension fastest, with carry.
      for (int d = shape.length - 1; d >= 0; d--) {
        at += strides[d];
        if (++index[d] < shape[d]) {
          break;
        }
        at -= shape[d] * strides[d];
        index[d] = 0;
      }
    }
    return new HostTensor(type, new Shape(shape), dense);
  }
}
