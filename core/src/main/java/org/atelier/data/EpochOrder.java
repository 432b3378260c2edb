package org.atelier.data;

import java.util.Arrays;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Determines the examples of each step's batch: every epoch is a new shuffle of all examples,
 * divided into full batches. The last incomplete batch is dropped, as with PyTorch's {@code
 * drop_last}; it has other examples in every epoch.
 *
 * <p>A pure function of (size, batch size, seed, step), so that a resumed run gets the batches of
 * the uninterrupted one. Thread-safe.
 */
public final class EpochOrder {
  /** Separates this random stream from others of the same seed. */
  private static final String PURPOSE = "epoch order";

  private final int size;
  private final int batchSize;
  private final long seed;
  private volatile @Nullable Shuffle last;

  /** The order of an epoch, cached for the batches of the epoch. */
  private record Shuffle(long epoch, int[] order) {}

  /**
   * Creates an order.
   *
   * @param size the number of examples
   * @param batchSize the number of examples per batch, from 1 to {@code size}
   * @param seed the seed of the shuffles
   * @throws IllegalArgumentException if {@code batchSize} is out of range: examples are not
   *     repeated to fill a batch
   */
  public EpochOrder(int size, int batchSize, long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, but was " + batchSize);
    }
    if (size < batchSize) {
      throw new IllegalArgumentException(
          "The data has %s examples, fewer than the batch size %s: choose a smaller batch size"
              .formatted(size, batchSize));
    }
    this.size = size;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /** Returns the number of examples. */
  public int size() {
    return size;
  }

  /** Returns the number of examples per batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Returns the seed of the shuffles. */
  public long seed() {
    return seed;
  }

  /** Returns the number of full batches per epoch, at least 1. */
  public int batchesPerEpoch() {
    return size / batchSize;
  }

  /** Returns the epoch of a step, both counted from 0. */
  public long epochOf(long step) {
    return checked(step, "step") / batchesPerEpoch();
  }

  /** Returns the order of an epoch, a permutation of 0 to {@code size - 1}. */
  public int[] order(long epoch) {
    return shuffle(checked(epoch, "epoch")).clone();
  }

  /**
   * Returns the indices of a batch's examples.
   *
   * @param epoch the number of the epoch, from 0
   * @param batch the number of the batch in the epoch, from 0
   */
  public int[] batch(long epoch, int batch) {
    if (batch < 0 || batch >= batchesPerEpoch()) {
      throw new IllegalArgumentException(
          "batch must be from 0 to %s, but was %s".formatted(batchesPerEpoch() - 1, batch));
    }
    int from = batch * batchSize;
    return Arrays.copyOfRange(shuffle(checked(epoch, "epoch")), from, from + batchSize);
  }

  /**
   * Returns the indices of the examples of a step's batch.
   *
   * @param step the training step, counted from 0 over the whole run
   */
  public int[] batchAt(long step) {
    return batch(epochOf(step), (int) (step % batchesPerEpoch()));
  }

  private int[] shuffle(long epoch) {
    Shuffle shuffle = last;
    if (shuffle == null || shuffle.epoch != epoch) {
      shuffle = new Shuffle(epoch, CounterRandom.of(seed, PURPOSE).fork(epoch).permutation(size));
      last = shuffle;
    }
    return shuffle.order;
  }

  private static long checked(long number, String name) {
    if (number < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, but was " + number);
    }
    return number;
  }
}
