package org.atelier.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
   * Returns a hash of each file that the examples are read from, by the file's name, so that a run
   * can say which of them have changed when it is resumed. Reads the files, or a part of each.
   *
   * @return empty if the examples do not come from files
   * @throws IOException if a file cannot be read
   */
  default Map<String, String> contents() throws IOException {
    return Map.of();
  }

  /**
   * Returns the group of an example, such as its class: with {@link #skippingUnreadable}, only an
   * example of the same group takes its place.
   *
   * @param index from 0 to {@link #size()} - 1
   */
  default int group(int index) {
    return 0;
  }

  /**
   * Returns this data with the place of every example that cannot be read taken by another: the
   * next readable one of its {@linkplain #group group} in the order of the indices, cyclically. An
   * example is replaced whole, with its label, attributes or partner. A batch is a function of
   * which examples are unreadable, not of when that is noticed.
   *
   * <p>An example is unreadable if {@link #load} throws an {@link IOException} for it alone, be its
   * file damaged, missing or unsuitable. Each is logged when it is first met; {@link #skipped}
   * returns them. Loading fails if they are more than the options allow, or all of a group.
   *
   * @param options how many examples may be unreadable
   */
  default TrainingData<B> skippingUnreadable(SkipOptions options) {
    return new SkippingData<>(this, options);
  }

  /**
   * Returns the unreadable examples that {@link #skippingUnreadable} has replaced so far, in order;
   * empty for data that fails at the first.
   */
  default List<SkippedExample> skipped() {
    return List.of();
  }

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
