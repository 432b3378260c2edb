package org.atelier.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.InterruptedIOException;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;

/** Framed pictures of one batch, side by side on the heap until an engine takes them. */
final class FrameBuffer {
  private final Shape shape;
  private final float[] values;

  FrameBuffer(int count, int channels, ImageOptions options) {
    shape = new Shape(count, channels, options.height(), options.width());
    values = new float[Math.toIntExact(shape.size())];
  }

  /** The picture at {@code index}, which has the batch's size. */
  void put(int index, Picture picture) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Loading was interrupted");
    }
    float[] framed = picture.values();
    System.arraycopy(framed, 0, values, index * framed.length, framed.length);
  }

  NDArray toArray(NDManager manager) {
    return HostValues.toArray(manager, values, shape);
  }
}
