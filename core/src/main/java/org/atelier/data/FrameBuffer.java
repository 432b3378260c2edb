package org.atelier.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.InterruptedIOException;
import java.util.Arrays;
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
    put(index, picture.values());
  }

  /** A class for every pixel, from 0, as so many channels of -1 and 1. */
  void putClasses(int index, Picture classes, int count) throws InterruptedIOException {
    int pixels = classes.values().length;
    var planes = new float[count * pixels];
    Arrays.fill(planes, -1);
    for (int i = 0; i < pixels; i++) {
      planes[(int) classes.values()[i] * pixels + i] = 1;
    }
    put(index, planes);
  }

  private void put(int index, float[] framed) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Loading was interrupted");
    }
    System.arraycopy(framed, 0, values, index * framed.length, framed.length);
  }

  NDArray toArray(NDManager manager) {
    return HostValues.toArray(manager, values, shape);
  }
}
