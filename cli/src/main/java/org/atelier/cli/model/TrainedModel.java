package org.atelier.cli.model;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.RunSettings;
import org.atelier.latent.LatentDecoder;
import org.atelier.model.GenerativeModel;
import org.atelier.model.ModelType;
import org.atelier.model.capability.ClassConditional;
import org.atelier.model.capability.LatentModel;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Conditions;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.Trained;
import org.jspecify.annotations.Nullable;

/**
 * The trained model that {@code --model} names.
 *
 * @param run what was named
 * @param name what the command that trained it is called
 * @param checkpoint what was read
 * @param model itself, which is closed with this
 */
public record TrainedModel(Path run, String name, Checkpoint checkpoint, GenerativeModel<?> model)
    implements AutoCloseable {
  /** Reads the newest checkpoint of a run, or the one that is named. */
  public static TrainedModel open(Path run, Device device) {
    Checkpoint checkpoint = UsageException.unless(() -> Checkpoints.latest(run));
    ModelType<?, ?> type = ModelCatalog.of(checkpoint);
    String name =
        UsageException.unless(
            () -> ModelCatalog.nameOf(checkpoint.folder(), checkpoint.description().model()));
    GenerativeModel<?> model = UsageException.unless(() -> Trained.load(run, type, device));
    return new TrainedModel(run, name, checkpoint, model);
  }

  /** The model, as one that makes pictures of latents. */
  public LatentModel requireLatents() {
    return require(LatentModel.class, "a model that makes pictures of latents");
  }

  /**
   * The model, as one of a kind.
   *
   * @param what the kind is called in a sentence, with its article
   */
  public <T> T require(Class<T> kind, String what) {
    if (kind.isInstance(model)) {
      return kind.cast(model);
    }
    throw new UsageException("Expected %s, but %s is none".formatted(what, title()));
  }

  /** What sentences call it: kind, run and step. */
  public String title() {
    return "the %s in %s after step %s".formatted(name, run, checkpoint.description().step());
  }

  /** The model as one of classes, if it is one. */
  public Optional<ClassConditional> classes() {
    return ClassConditional.of(model);
  }

  /**
   * The number of the class that {@code --class} names; null for none.
   *
   * @throws IOException if the run's settings cannot be read
   */
  public @Nullable Integer label(@Nullable String asked) throws IOException {
    if (asked == null) {
      return null;
    }
    ClassConditional conditional =
        classes()
            .orElseThrow(
                () ->
                    new UsageException(
                        "--class expects a model that was trained with classes, but %s was not; leave it out"
                            .formatted(title())));
    return label(asked, conditional, RunSettings.classesOf(checkpoint.folder()));
  }

  /** The number of a class that is called by its name or its number. */
  private static int label(String asked, ClassConditional model, List<String> names) {
    int named = names.indexOf(asked);
    if (named >= 0) {
      return named;
    }
    // Nine digits are always an int.
    if (asked.matches("\\d{1,9}") && Integer.parseInt(asked) < model.classes()) {
      return Integer.parseInt(asked);
    }
    throw new UsageException(
        "--class expects a number from 0 to %d%s, but was %s"
            .formatted(
                model.classes() - 1,
                names.isEmpty() ? "" : " or one of " + String.join(", ", names),
                asked));
  }

  /**
   * What the model is told of pictures that shall all be of one class.
   *
   * @param label the class; null for a model without classes
   */
  public Conditions conditions(@Nullable Integer label) {
    Optional<ClassConditional> conditional = classes();
    if (conditional.isEmpty()) {
      return requireNothingElse(Conditions.none());
    }
    int classes = conditional.get().classes();
    if (label == null) {
      throw new UsageException(
          "%s draws pictures of %d classes; say which with --class, by name or from 0"
              .formatted(title(), classes));
    }
    return new ClassLabels(classes).always(label);
  }

  /** What the model is told of pictures of all classes in turn. */
  public Conditions inTurn() {
    return classes()
        .map(conditional -> new ClassLabels(conditional.classes()).inTurn())
        .orElseGet(() -> requireNothingElse(Conditions.none()));
  }

  private Conditions requireNothingElse(Conditions nothing) {
    if (!requireLatents().conditionShapes().isEmpty()) {
      throw new UsageException(
          "Expected a model that draws from latents and classes, but %s is told more; use it from Java, with conditions of your own"
              .formatted(title()));
    }
    return nothing;
  }

  /** Turns latents into pictures of one class; null for a model without classes. */
  public LatentDecoder decoder(@Nullable Integer label) {
    LatentModel drawing = requireLatents();
    Conditions conditions = conditions(label);
    return latents -> drawing.generate(latents, conditions);
  }

  @Override
  public void close() {
    model.close();
  }
}
