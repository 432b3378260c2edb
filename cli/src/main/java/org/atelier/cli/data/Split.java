package org.atelier.cli.data;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.data.TrainingData;
import org.atelier.random.CounterRandom;

/**
 * The training and the held-out examples of a translation model.
 *
 * @param training the training examples
 * @param shown examples for grids and scores; training examples where nothing is held out
 * @param <B> the type of batches
 */
public record Split<B>(TrainingData<B> training, TrainingData<B> shown) {
  /** Number of examples in a grid. */
  public static final int SHOWN = 8;

  /** Nothing is held out of smaller data sets. */
  private static final int ENOUGH = 100;

  private static final int MOST_TRIED = 512;

  /** A split by the indices of the examples. */
  public static <B> Split<B> of(TrainingData<B> all, IntPredicate heldOut) {
    int[] numbers = IntStream.range(0, all.size()).toArray();
    return new Split<>(
        all.subset(IntStream.of(numbers).filter(heldOut.negate()).toArray()),
        all.subset(IntStream.of(numbers).filter(heldOut).toArray()));
  }

  /**
   * A split of a user's data: of 100 examples or more, 8 evenly spaced ones are held out for the
   * grids; of fewer, none. Loads examples first, to find unreadable files.
   *
   * @param bad the reaction to examples that cannot be read, in both parts too
   * @throws IOException if an example cannot be read
   */
  public static <B> Split<B> of(TrainingData<B> all, BadPictureChoice bad) throws IOException {
    bad.check(all.size(), MOST_TRIED, index -> all.load(new int[] {index}, CounterRandom.of(0)));
    int[] shown = spread(all.size(), SHOWN);
    if (all.size() < ENOUGH) {
      TrainingData<B> readable = bad.applied(all);
      return new Split<>(readable, readable.subset(shown));
    }
    Split<B> split = of(all, number -> IntStream.of(shown).anyMatch(chosen -> chosen == number));
    return new Split<>(bad.applied(split.training), bad.applied(split.shown));
  }

  /** {@code count} evenly spaced indices below {@code size}, or all. */
  static int[] spread(int size, int count) {
    int some = Math.min(size, count);
    return IntStream.range(0, some).map(i -> (int) ((long) i * size / some)).toArray();
  }

  /** Applies a function to a batch of up to {@code count} evenly spaced shown examples. */
  public <T> T withShown(int count, Function<B, T> work) {
    try (NDManager scratch = NDManager.newBaseManager("PyTorch")) {
      int[] numbers = spread(shown.size(), count);
      return work.apply(shown.load(numbers, CounterRandom.of(0)).toBatch(scratch));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
