package org.atelier.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.InterruptedIOException;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;

/**
 * Collects the pictures of a batch on the Java heap, on a loading thread; {@link #toArray} copies
 * them to the engine on the training thread.
 */
public final class BatchBuffer {
  private final Shape shape;
  private final int length;
  private final float[] values;

  /**
   * An empty buffer.
   *
   * @param count N, the pictures of the batch
   * @param channels C of every picture
   * @param height H of every picture in pixels
   * @param width W of every picture in pixels
   */
  public BatchBuffer(int count, int channels, int height, int width) {
    shape = new Shape(count, channels, height, width);
    length = Math.multiplyExact(channels, Math.multiplyExact(height, width));
    values = new float[Math.multiplyExact(count, length)];
  }

  /**
   * Copies a picture into the batch.
   *
   * @param index from 0 to N - 1
   * @throws InterruptedIOException if the loading thread was interrupted: the batch is no longer
   *     wanted
   * @throws IllegalArgumentException if the picture has not C·H·W values
   */
  public void put(int index, Picture picture) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Loading was interrupted");
    }
    if (picture.values().length != length) {
      throw new IllegalArgumentException(
          "Expected a picture of %s values, as the batch %s has, but got %s"
              .formatted(length, shape, picture));
    }
    System.arraycopy(picture.values(), 0, values, index * length, length);
  }

  /** The batch: (N, C, H, W), float32, attached to {@code manager}. */
  public NDArray toArray(NDManager manager) {
    return HostValues.toArray(manager, values, shape);
  }
}
