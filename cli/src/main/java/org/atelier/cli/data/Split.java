package org.atelier.cli.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.random.CounterRandom;

/**
 * What a model of translation learns from, and what it is shown with.
 *
 * @param training what it learns from
 * @param shown a few examples for grids and scores; of the training's where nothing is held out
 * @param <B> the batches
 */
public record Split<B>(TrainingData<B> training, TrainingData<B> shown) {
  /** Examples in a grid. */
  public static final int SHOWN = 8;

  /** Fewer than this are all learnt from. */
  private static final int ENOUGH = 100;

  private static final int MOST_TRIED = 512;

  /** Some examples held out by their number. */
  public static <B> Split<B> of(TrainingData<B> all, IntPredicate heldOut) {
    int[] numbers = IntStream.range(0, all.size()).toArray();
    return new Split<>(
        all.subset(IntStream.of(numbers).filter(heldOut.negate()).toArray()),
        all.subset(IntStream.of(numbers).filter(heldOut).toArray()));
  }

  /**
   * A user's own, which are tried first: of many, some evenly spread ones are held out for the
   * grids; of few, none.
   *
   * @throws IOException if one cannot be read
   */
  public static <B> Split<B> of(TrainingData<B> all) throws IOException {
    check(all);
    int[] shown = spread(all.size(), SHOWN);
    return all.size() < ENOUGH
        ? new Split<>(all, all.subset(shown))
        : of(all, number -> IntStream.of(shown).anyMatch(chosen -> chosen == number));
  }

  /** So many numbers below {@code size}, or all, evenly spread. */
  static int[] spread(int size, int count) {
    int some = Math.min(size, count);
    return IntStream.range(0, some).map(i -> (int) ((long) i * size / some)).toArray();
  }

  /**
   * Loads examples before anything is written, so that a broken one is found at once: all of few,
   * some of many.
   */
  private static void check(TrainingData<?> data) throws IOException {
    for (int number : spread(data.size(), MOST_TRIED)) {
      data.load(new int[] {number}, CounterRandom.of(0));
    }
  }

  /** Does something with some of the shown examples, evenly spread, as one batch. */
  public <T> T withShown(int count, Function<B, T> work) {
    try (NDManager scratch = NDManager.newBaseManager("PyTorch")) {
      int[] numbers = spread(shown.size(), count);
      return work.apply(shown.load(numbers, CounterRandom.of(0)).toBatch(scratch));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
