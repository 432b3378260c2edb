package org.atelier.cli.data;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.RunSettings;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that are excluded from training, for evaluation.
 *
 * @param className a class all of whose pictures are excluded; null for none
 * @param every every n-th of the other pictures is held out; 0 for none
 */
public record HeldOut(@Nullable String className, int every) {
  private static final String CLASS = "without-class";
  private static final String EVERY = "held-out";

  /** The default of {@code --hold-out} with {@code --without-class}: every tenth picture. */
  public static final int USUAL = 10;

  /** Checks the interval. */
  public HeldOut {
    if (every < 0 || every == 1) {
      throw new UsageException(
          "--hold-out holds out every N-th picture: expected 2 or more, or 0 for none, but got "
              + every);
    }
  }

  /** The choice that a run's settings hold. */
  public static HeldOut of(Map<String, String> kept) {
    try {
      return new HeldOut(kept.get(CLASS), Integer.parseInt(kept.getOrDefault(EVERY, "0")));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "Expected a number as %s in the run's %s, but found %s"
              .formatted(EVERY, RunSettings.FILE, kept.get(EVERY)));
    }
  }

  /** Adds this choice to a run's settings. */
  public void keepIn(Map<String, String> kept) {
    if (className != null) {
      kept.put(CLASS, className);
    }
    if (every > 0) {
      kept.put(EVERY, String.valueOf(every));
    }
  }

  /** Whether all pictures are used for training. */
  public boolean isNothing() {
    return className == null && every == 0;
  }

  /** The indices of the training pictures. */
  public int[] trainingIndices(TrainingPictures pictures) {
    IntPredicate left = ofClass(pictures);
    return IntStream.range(0, pictures.source().size())
        .filter(i -> !left.test(i) && !isKeptBack(i))
        .toArray();
  }

  /** The indices of the held-out pictures of the classes that are trained on. */
  public int[] keptBack(TrainingPictures pictures) {
    IntPredicate left = ofClass(pictures);
    return IntStream.range(0, pictures.source().size())
        .filter(i -> !left.test(i) && isKeptBack(i))
        .toArray();
  }

  /** The indices of the pictures of the excluded class. */
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
