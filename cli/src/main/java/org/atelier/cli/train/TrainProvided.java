package org.atelier.cli.train;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.evaluate.SampleDistance;
import org.atelier.cli.run.RunSettings;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.image.PictureShape;
import org.atelier.model.GenerativeModel;
import org.atelier.model.ModelType;
import org.atelier.model.capability.LatentModel;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains a kind of model that has no training command of its own, such as one that a user's jar
 * provides. Its options default to the provider's for these pictures; {@code --set} changes them.
 *
 * @param <O> the model's options
 */
public final class TrainProvided<O extends Record>
    extends TrainCommand<O, ImageBatch, GenerativeModel<? super ImageBatch>> {
  private static final String DATA = "fashion-mnist";
  private static final int SAMPLE_EVERY = 100;
  private static final long SCORE_SEED = 0x53434f5245L;
  private static final int CLASSES = 10;
  private static final TrainingOptions TRAINING =
      TrainingOptions.defaults().withBatchSize(32).withSteps(3000).withCheckpointEvery(1000);

  /** Shapes for the recipe, before the data is known: the first that the model accepts. */
  private static final List<PictureShape> SHAPES =
      List.of(
          new PictureShape(1, 32, 32), new PictureShape(3, 32, 32), new PictureShape(3, 64, 64));

  /** The names under which a run saves {@code --image-size} and {@code --channels}. */
  private static final String HEIGHT = "height";

  private static final String WIDTH = "width";
  private static final String CHANNELS = "channels";

  @Mixin private final PictureOptions pictures = new PictureOptions();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Sets an option of the model by the name of its component in the options record, such"
              + " as filters=32 or optimizer.learningRate=0.0001; may be repeated (default: the"
              + " model's defaults for these pictures).")
  private Map<String, String> set = new LinkedHashMap<>();

  private final ModelType<O, ?> type;

  /** The command's description for its help: the model's, and the names that --set takes. */
  public static String[] description(ModelType<?, ?> type) {
    return new String[] {
      "Trains a model: %s.".formatted(type.description()),
      "Names for --set: %s.".formatted(String.join(", ", RecordOptions.names(type.options()))),
      ""
    };
  }

  /** A command for this kind of model. */
  public TrainProvided(ModelType<O, ?> type) {
    super(type.options(), () -> recipe(type), options -> built(type, options));
    this.type = type;
  }

  private static <O extends Record> Recipe<O> recipe(ModelType<O, ?> type) {
    RuntimeException refused = null;
    for (PictureShape shape : SHAPES) {
      try {
        O options = type.defaults().of(shape, CLASSES);
        return new Recipe<>(DATA, options, TRAINING, SAMPLE_EVERY);
      } catch (RuntimeException e) {
        // Code of the provider: whatever it throws.
        refused = refused == null ? e : refused;
      }
    }
    throw new UsageException(
        "The provider of %s gives no default options for pictures of %s: %s"
            .formatted(
                type.name(),
                SHAPES.stream().map(PictureOptions::describe).collect(Collectors.joining(", ")),
                refused));
  }

  /** The values for the help text, which do not depend on the model. */
  @Override
  public ResourceBundle defaults() {
    record Shown(PictureShape picture) {}
    return Recipe.texts(DATA, TRAINING, SAMPLE_EVERY, new Shown(SHAPES.get(0)));
  }

  @Override
  protected O applyTo(O base) {
    O options = base;
    for (Map.Entry<String, String> change : set.entrySet()) {
      options = RecordOptions.with(options, change.getKey(), change.getValue());
    }
    return options;
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    var kept = new HashMap<>(saved);
    PictureShape first = SHAPES.get(0);
    PictureShape shape =
        pictures.applyTo(
            new PictureShape(
                first.channels(),
                number(kept, HEIGHT, first.height()),
                number(kept, WIDTH, first.width())));
    kept.put(HEIGHT, Integer.toString(shape.height()));
    kept.put(WIDTH, Integer.toString(shape.width()));
    if (pictures.channels() != null) {
      kept.put(CHANNELS, Integer.toString(pictures.channels()));
    }
    return kept;
  }

  private static int number(Map<String, String> kept, String name, int otherwise) {
    String text = kept.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "Expected a number as %s in the run's %s, but found %s"
              .formatted(name, RunSettings.FILE, text));
    }
  }

  @Override
  protected TrainingSource<O, ImageBatch> open(String name, Map<String, String> kept)
      throws IOException {
    TrainingPictures found = TrainingPictures.open(name).withBad(badPictures());
    int channels = number(kept, CHANNELS, found.channels());
    PictureShape first = SHAPES.get(0);
    var shape =
        new PictureShape(
            channels, number(kept, HEIGHT, first.height()), number(kept, WIDTH, first.width()));
    boolean labelled = type.batch() == LabelledImages.class;
    if (!labelled && !type.batch().isAssignableFrom(Images.class)) {
      throw new UsageException(
          "./atelier train supports models that train on Images or LabelledImages, but %s trains on %s; train it from Java with a TrainingLoop"
              .formatted(type.name(), type.batch().getSimpleName()));
    }
    List<String> classes = labelled ? found.classes().names() : List.of();
    // The components of the record are unknown: shape and classes set the options together.
    var needs =
        new PictureChoice.Needs<O, ImageBatch>(
            any -> shape,
            (any, picture) -> applyTo(type.defaults().of(picture, classes.size())),
            null,
            (from, images, training) ->
                labelled ? widened(from.labelled(images)) : widened(images));
    return new PictureChoice<>(found, classes, pictures, needs);
  }

  /** Widens the type of the batches. */
  @SuppressWarnings("unchecked") // TrainingData only returns batches, it accepts none.
  private static TrainingData<ImageBatch> widened(TrainingData<? extends ImageBatch> data) {
    return (TrainingData<ImageBatch>) data;
  }

  @SuppressWarnings("unchecked") // open has checked its batches.
  private static <O extends Record> GenerativeModel<? super ImageBatch> built(
      ModelType<O, ?> type, O options) {
    return (GenerativeModel<? super ImageBatch>) type.create(options);
  }

  @Override
  protected LoopListener drawing(
      GenerativeModel<? super ImageBatch> model, TrainingData<ImageBatch> data, int every) {
    return SampleGrids.of(model, every);
  }

  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(
      GenerativeModel<? super ImageBatch> model, TrainingData<ImageBatch> data) throws IOException {
    if (!(model instanceof LatentModel drawing)) {
      throw new UsageException(
          "--health rollback compares samples with the data, but %s cannot sample; use --health stop"
              .formatted(type.name()));
    }
    var distance = new SampleDistance(data);
    return trained -> distance.to(drawing.sample(distance.count(), SCORE_SEED));
  }
}
