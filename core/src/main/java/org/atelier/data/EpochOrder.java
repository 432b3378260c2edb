package org.atelier.data;

import java.util.Arrays;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which examples make up the batch of a step: every epoch is a new shuffle of all examples, cut
 * into full batches; the rest that fills no batch is dropped (other examples in every epoch).
 *
 * <p>A pure function of (size, batch size, seed, step): a resumed run asks for step n and gets what
 * the uninterrupted run would have got. Safe to be used by several threads.
 */
public final class EpochOrder {
  /** Keeps these draws apart from others of the same seed. */
  private static final String PURPOSE = "epoch order";

  private final int size;
  private final int batchSize;
  private final long seed;
  private volatile @Nullable Shuffle last;

  /** An epoch's order; kept, because drawing it for each of an epoch's batches is wasteful. */
  private record Shuffle(long epoch, int[] order) {}

  /**
   * An order.
   *
   * @param size the number of examples
   * @param batchSize the examples of a batch, from 1 to {@code size}: an epoch without a full batch
   *     is refused rather than filled up with repetitions
   * @param seed another seed, another order
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

  /** The number of examples. */
  public int size() {
    return size;
  }

  /** The examples of a batch. */
  public int batchSize() {
    return batchSize;
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** Full batches in an epoch, at least 1. */
  public int batchesPerEpoch() {
    return size / batchSize;
  }

  /** The epoch that a step belongs to, both from 0. */
  public long epochOf(long step) {
    return checked(step, "step") / batchesPerEpoch();
  }

  /** All examples in the order of an epoch: a permutation of 0 to {@code size - 1}. */
  public int[] order(long epoch) {
    return shuffle(checked(epoch, "epoch")).clone();
  }

  /**
   * The examples of a batch.
   *
   * @param epoch from 0
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
   * The examples of a step's batch.
   *
   * @param step the number of the step in the whole run, from 0
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
