package org.atelier.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.InterruptedIOException;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.options.OptionChecks;

/**
 * Collects the pictures of a batch on the Java heap, on a loading thread; {@link #toArray} copies
 * them to the engine on the training thread.
 */
public final class BatchBuffer {
  private final Shape shape;
  private final int length;
  private final float[] values;

  /**
   * Creates an empty buffer for pictures of shape (C, H, W).
   *
   * @param count the batch size N, at least 1
   * @param channels the number of channels C
   * @param height the height H in pixels
   * @param width the width W in pixels
   * @throws IllegalArgumentException if the batch has more than 2,147,483,647 values
   */
  public BatchBuffer(int count, int channels, int height, int width) {
    shape = new Shape(count, channels, height, width);
    OptionChecks.pictureSize(channels, height, width);
    length = channels * height * width;
    if ((long) count * length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A batch of %s pictures of %s values is larger than an array can be; use smaller batches or pictures"
              .formatted(count, length));
    }
    values = new float[count * length];
  }

  /**
   * Copies a picture into the batch.
   *
   * @param index from 0 to N - 1
   * @throws InterruptedIOException if the loading thread was interrupted, because the batch is no
   *     longer needed
   * @throws IllegalArgumentException if the picture does not have C·H·W values
   */
  public void put(int index, Picture picture) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("Loading was interrupted");
    }
    if (picture.values().length != length) {
      throw new IllegalArgumentException(
          "Expected a picture of %s values for a batch of shape %s, but got %s"
              .formatted(length, shape, picture));
    }
    System.arraycopy(picture.values(), 0, values, index * length, length);
  }

  /** Copies the batch to the engine: (N, C, H, W), float32, attached to {@code manager}. */
  public NDArray toArray(NDManager manager) {
    return HostValues.toArray(manager, values, shape);
  }
}
