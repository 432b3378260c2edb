package org.atelier.cli.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.BinariseChoice;
import org.atelier.cli.data.DataName;
import org.atelier.cli.data.HeldOut;
import org.atelier.cli.data.PictureClasses;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.run.RunSettings;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.model.capability.ClassConditional;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Conditions;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Pictures to evaluate a trained model with: those of its run, or other data.
 *
 * @param pictures all of them
 * @param heldOut which of them were excluded from training
 * @param binarised how they are binarised, as in training
 * @param own whether they are the run's own data
 */
public record RunData(
    TrainingPictures pictures, HeldOut heldOut, BinariseChoice binarised, boolean own) {
  private static final int AT_ONCE = 256;

  /**
   * The data of a run, or what {@code --data} names in place of it.
   *
   * @throws IOException if the run's settings cannot be read
   */
  public static RunData of(TrainedModel trained, @Nullable String data) throws IOException {
    RunSettings settings = RunSettings.around(trained.checkpoint().folder());
    if (data == null && settings == null) {
      throw new UsageException(
          "%s was not trained by a command, so its training data is unknown; give pictures with --data"
              .formatted(trained.title()));
    }
    String name = data == null ? DataName.recorded(settings.data()) : data;
    TrainingPictures found = UsageException.unless(() -> TrainingPictures.open(name));
    if (settings == null) {
      return new RunData(found, new HeldOut(null, 0), BinariseChoice.NO, false);
    }
    boolean own = found.location().equals(DataName.recorded(settings.data()));
    return new RunData(
        found,
        own ? HeldOut.of(settings.kept()) : new HeldOut(null, 0),
        BinariseChoice.of(settings.kept()),
        own);
  }

  /** The indices of the held-out pictures, or of the training pictures if none are held out. */
  public int[] evaluationIndices() {
    int[] kept = heldOut.keptBack(pictures);
    return kept.length > 0 ? kept : trainingIndices();
  }

  /** The indices of the training pictures; of data other than the run's, of all pictures. */
  int[] trainingIndices() {
    return heldOut.trainingIndices(pictures);
  }

  /** Describes the pictures of {@link #evaluationIndices} in a message. */
  public String evaluatedOn() {
    return !own
        ? "of " + pictures.title()
        : heldOut.every() > 0 ? "held out" : "of the training data";
  }

  /** All pictures in a model's shape (C, H, W). */
  public TrainingData<Images> images(Shape shape) throws IOException {
    return binarised.of(pictures.images(PictureShape.of(shape)));
  }

  /** The pictures with these indices, in a model's shape (C, H, W). */
  public List<Picture> some(Shape shape, int... indices) throws IOException {
    TrainingData<Images> images = images(shape);
    var some = new ArrayList<Picture>(indices.length);
    for (int from = 0; from < indices.length; from += AT_ONCE) {
      int[] part = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + AT_ONCE));
      try (NDManager scratch = NDManager.newBaseManager("PyTorch")) {
        some.addAll(
            Pictures.fromBatch(
                images.load(part, CounterRandom.of(0, from)).toBatch(scratch).images()));
      }
    }
    return some;
  }

  /**
   * The conditioning inputs of pictures: their classes, for a class-conditional model, else none.
   */
  public Conditions conditions(TrainedModel trained, int... indices) {
    var classes = trained.classes();
    if (classes.isEmpty()) {
      return Conditions.none();
    }
    int[] labels = labels(classes.get());
    return new ClassLabels(classes.get().classes())
        .inTurn(IntStream.of(indices).mapToObj(i -> labels[i]).toList());
  }

  /** The label of each picture, if the model has enough classes. */
  public int[] labels(ClassConditional model) {
    PictureClasses classes = pictures.classes();
    if (classes.names().size() > model.classes()) {
      throw new UsageException(
          "Expected pictures of at most %s classes, as the model has, but %s has %s"
              .formatted(model.classes(), pictures.title(), classes.names().size()));
    }
    return classes.labels();
  }
}
