package org.atelier.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.Gradients;

/**
 * Batched inference: maps a list in batches of at most {@value #SIZE} items, which bounds the
 * memory. Each batch has its own manager, which is closed afterwards, and runs without recording
 * for autograd.
 */
public final class Batches {
  /** The maximum number of items in a batch. */
  public static final int SIZE = 64;

  private Batches() {}

  /**
   * Computes the results of one batch.
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   */
  @FunctionalInterface
  public interface Inference<T, R> {
    /**
     * Returns one result for each item, in order.
     *
     * @param scratch owner of the batch's arrays, closed after the batch
     * @param items the items of this batch, 1 to {@value #SIZE}
     * @param from the index of the first of them in the whole list
     */
    List<R> of(NDManager scratch, List<T> items, int from);
  }

  /**
   * Maps a list to one result for each item, in order.
   *
   * @param device the device of the batches' arrays
   * @param items may be empty
   * @param inference computes the results of one batch
   */
  public static <T, R> List<R> map(Device device, List<T> items, Inference<T, R> inference) {
    var results = new ArrayList<R>(items.size());
    for (int from = 0; from < items.size(); from += SIZE) {
      int first = from;
      List<T> batch = items.subList(from, Math.min(from + SIZE, items.size()));
      try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
        results.addAll(Gradients.withoutRecording(() -> inference.of(scratch, batch, first)));
      }
    }
    return results;
  }
}
