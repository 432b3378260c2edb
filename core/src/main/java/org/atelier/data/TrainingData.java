package org.atelier.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.atelier.random.CounterRandom;

/**
 * Examples that can be loaded in any order, and how a batch of them is made.
 *
 * <p>Loading is in two parts, so that training never waits for a decoder: {@link #load} reads,
 * decodes and augments on a background thread and touches no engine; {@link Loaded#toBatch} hands
 * the ready values to the engine on the training thread. {@link Prefetcher} runs the two.
 *
 * <p>Most users never write one: a {@link PictureSource} makes them.
 *
 * @param <B> the batch: a record such as {@link Images}
 */
public interface TrainingData<B> {
  /** The number of examples, at least 1. */
  int size();

  /** What this data is, for {@code run.json}: other content, another text. */
  String fingerprint();

  /**
   * Loads some examples. May be called by several threads at once. A loader that is interrupted
   * should give up early, with an {@link IOException}: its batch is no longer wanted.
   *
   * @param indices which examples, each from 0 to {@link #size()} - 1
   * @param random the randomness of augmentation; example {@code i} of the batch uses {@code
   *     random.fork(i)}
   * @throws IOException if an example cannot be read; the message names the file
   */
  Loaded<B> load(int[] indices, CounterRandom random) throws IOException;

  /**
   * Some of the examples: a part to learn from, and another to be judged by.
   *
   * @param indices which, in their new order; copied
   * @throws IllegalArgumentException if there are none, or one is out of range
   */
  default TrainingData<B> subset(int... indices) {
    return new Part<>(this, indices);
  }

  /** A batch that is decoded, and only waits for an engine. */
  @FunctionalInterface
  interface Loaded<B> {
    /** The batch, its arrays attached to {@code manager}. */
    B toBatch(NDManager manager);
  }
}
