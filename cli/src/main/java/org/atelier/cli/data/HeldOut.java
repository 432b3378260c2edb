package org.atelier.cli.data;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.RunSettings;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that a run does not learn from, so that it can be judged by them.
 *
 * @param className all of this class; null for none
 * @param every and every n-th of the others; 0 for none
 */
public record HeldOut(@Nullable String className, int every) {
  private static final String CLASS = "without-class";
  private static final String EVERY = "held-out";

  /** What is held out where a class is left out and nobody says more. */
  public static final int USUAL = 10;

  public HeldOut {
    if (every < 0 || every == 1) {
      throw new UsageException(
          "--hold-out keeps back every N-th picture: expected 2 or more, or 0 for none, but got "
              + every);
    }
  }

  /** What a run has kept. */
  public static HeldOut of(Map<String, String> kept) {
    try {
      return new HeldOut(kept.get(CLASS), Integer.parseInt(kept.getOrDefault(EVERY, "0")));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "Expected a number as %s in the run's %s, but it says %s"
              .formatted(EVERY, RunSettings.FILE, kept.get(EVERY)));
    }
  }

  /** What the run shall keep. */
  public void keepIn(Map<String, String> kept) {
    if (className != null) {
      kept.put(CLASS, className);
    }
    if (every > 0) {
      kept.put(EVERY, String.valueOf(every));
    }
  }

  /** Whether all pictures are learnt from. */
  public boolean isNothing() {
    return className == null && every == 0;
  }

  /** The numbers of the pictures that are learnt from. */
  public int[] learnt(TrainingPictures pictures) {
    IntPredicate left = ofClass(pictures);
    return IntStream.range(0, pictures.source().size())
        .filter(i -> !left.test(i) && !isKeptBack(i))
        .toArray();
  }

  /** The numbers of those that are kept back though they are like the ones that are learnt from. */
  public int[] keptBack(TrainingPictures pictures) {
    IntPredicate left = ofClass(pictures);
    return IntStream.range(0, pictures.source().size())
        .filter(i -> !left.test(i) && isKeptBack(i))
        .toArray();
  }

  /** The numbers of those of the class that is left out. */
  public int[] leftOut(TrainingPictures pictures) {
    return IntStream.range(0, pictures.source().size()).filter(ofClass(pictures)).toArray();
  }

  private boolean isKeptBack(int index) {
    return every > 0 && index % every == every - 1;
  }

  private IntPredicate ofClass(TrainingPictures pictures) {
    if (className == null) {
      return i -> false;
    }
    PictureClasses classes = pictures.classes();
    int label = classes.label("--without-class", className);
    int[] labels = classes.labels();
    return i -> labels[i] == label;
  }
}
