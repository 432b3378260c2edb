package org.atelier.cli.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;
import org.atelier.random.CounterRandom;

/**
 * The split of a data set for semi-supervised classification, as indices of pictures.
 *
 * @param heldOut a tenth, for testing
 * @param training all others
 * @param labelled those of {@code training} whose labels are used
 */
public record LabelSplit(int[] heldOut, int[] training, int[] labelled) {
  private static final int TENTH = 10;

  /**
   * A stratified split, which keeps the shares of the classes; a function of the seed.
   *
   * @param title the name of the data in messages
   * @param labels the number of labelled pictures, equally many of each class
   */
  public static LabelSplit of(String title, PictureClasses classes, int labels, long seed) {
    int count = classes.names().size();
    if (labels < count || labels % count != 0) {
      throw new UsageException(
          "--labels expects a multiple of the number of classes, %s, but was %s"
              .formatted(count, labels));
    }
    List<Integer> heldOut = new ArrayList<>();
    List<Integer> training = new ArrayList<>();
    List<Integer> labelled = new ArrayList<>();
    for (int label = 0; label < count; label++) {
      int[] its = shuffled(classes.of(label), CounterRandom.of(seed, "labels").fork(label));
      int kept = (its.length + TENTH - 1) / TENTH;
      if (its.length - kept < labels / count) {
        throw new UsageException(
            "Expected at least %s pictures of each class besides the tenth that is held out, but %s has %s of %s; use fewer --labels or more pictures"
                .formatted(
                    labels / count,
                    title,
                    Math.max(0, its.length - kept),
                    classes.names().get(label)));
      }
      for (int i = 0; i < its.length; i++) {
        (i < kept ? heldOut : training).add(its[i]);
        if (i >= kept && i < kept + labels / count) {
          labelled.add(its[i]);
        }
      }
    }
    return new LabelSplit(sorted(heldOut), sorted(training), sorted(labelled));
  }

  private static int[] shuffled(int[] values, CounterRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
    return values;
  }

  private static int[] sorted(List<Integer> values) {
    return values.stream().flatMapToInt(IntStream::of).sorted().toArray();
  }
}
