package org.atelier.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.Gradients;

/**
 * Inference over a list in batches of at most {@value #SIZE}, which bounds the memory: each batch
 * has a manager of its own, which is closed with all its arrays, and nothing is recorded for
 * derivatives.
 */
public final class Batches {
  /** The most items of a batch. */
  public static final int SIZE = 64;

  private Batches() {}

  /**
   * Computes the results of one batch.
   *
   * @param <T> the items
   * @param <R> the results
   */
  @FunctionalInterface
  public interface Inference<T, R> {
    /**
     * One result of each item, in their order.
     *
     * @param scratch owns the batch's arrays; closed afterwards
     * @param items of this batch, 1 to {@value #SIZE}
     * @param from the place of the first one in the whole list
     */
    List<R> of(NDManager scratch, List<T> items, int from);
  }

  /**
   * Maps a list to one result of each item, in their order.
   *
   * @param device of the batches' arrays
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
