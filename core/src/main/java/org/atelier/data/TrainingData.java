package org.atelier.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.atelier.data.batch.Images;
import org.atelier.data.source.PictureSource;
import org.atelier.random.CounterRandom;

/**
 * Examples with random access, and how they are made into batches.
 *
 * <p>Loading has two parts: {@link #load} reads, decodes and augments on a background thread and
 * does not use the engine; {@link Loaded#toBatch} copies the values to the engine on the training
 * thread. {@link Prefetcher} runs both, so that training does not wait for decoders.
 *
 * <p>Most users need not implement it: a {@link PictureSource} makes training data of pictures.
 *
 * @param <B> the batch: a record such as {@link Images}
 */
public interface TrainingData<B> {
  /** The number of examples, at least 1. */
  int size();

  /** Identifies the data for {@code run.json}: other content has another text. */
  String fingerprint();

  /**
   * Loads the examples of a batch. May be called by several threads at once. When its thread is
   * interrupted it should stop with an {@link IOException}: the batch is no longer wanted.
   *
   * @param indices of the examples, each from 0 to {@link #size()} - 1
   * @param random for augmentation; example {@code i} of the batch uses {@code random.fork(i)}
   * @throws IOException if an example cannot be read; the message names the file
   */
  Loaded<B> load(int[] indices, CounterRandom random) throws IOException;

  /**
   * Chosen examples: a training set or a held-out set, say.
   *
   * @param indices of the examples, in their new order; copied
   * @throws IllegalArgumentException if there are none, or one is out of range
   */
  default TrainingData<B> subset(int... indices) {
    return new Subset.Examples<>(this, Subset.of(size(), "example", indices));
  }

  /** A decoded batch that has yet to be copied to the engine. */
  @FunctionalInterface
  interface Loaded<B> {
    /** The batch, its arrays attached to {@code manager}. */
    B toBatch(NDManager manager);
  }
}
