package org.atelier.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.atelier.data.batch.Images;
import org.atelier.data.source.PictureSource;
import org.atelier.random.CounterRandom;

/**
 * A map-style data set: examples with random access, which are collated into batches.
 *
 * <p>Loading has two stages: {@link #load} reads, decodes and augments on a background thread and
 * does not use the engine; {@link Loaded#toBatch} copies the values to the engine on the training
 * thread. {@link Prefetcher} runs the first ahead of training.
 *
 * <p>Most users need not implement it: {@link PictureSource#images} returns training data of
 * pictures.
 *
 * @param <B> the type of batch: a record such as {@link Images}
 */
public interface TrainingData<B> {
  /** Returns the number of examples, at least 1. */
  int size();

  /**
   * Returns a text that identifies the content, for {@code run.json}; it differs for other content.
   */
  String fingerprint();

  /**
   * Loads the examples of a batch. Called by several threads at once. If its thread is interrupted
   * it should throw an {@link IOException}, because the batch is no longer needed.
   *
   * @param indices the indices of the examples, each from 0 to {@link #size()} - 1
   * @param random the random numbers of augmentation; example {@code i} of the batch uses {@code
   *     random.fork(i)}
   * @throws IOException if an example cannot be read; the message names the file
   */
  Loaded<B> load(int[] indices, CounterRandom random) throws IOException;

  /**
   * Returns a subset of the examples, for example a training set or a held-out set.
   *
   * @param indices the indices of the examples, in their new order; copied
   * @throws IllegalArgumentException if {@code indices} is empty, or an index is out of range
   */
  default TrainingData<B> subset(int... indices) {
    return new Subset.Examples<>(this, Subset.of(size(), "example", indices));
  }

  /** A decoded batch on the Java heap. */
  @FunctionalInterface
  interface Loaded<B> {
    /** Copies the batch to the engine, its arrays attached to {@code manager}. */
    B toBatch(NDManager manager);
  }
}
