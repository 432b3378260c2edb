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
 * @param run the folder that was named
 * @param name the name of the command that trained the model
 * @param checkpoint the checkpoint that was loaded
 * @param model the model, which is closed with this
 */
public record TrainedModel(Path run, String name, Checkpoint checkpoint, GenerativeModel<?> model)
    implements AutoCloseable {
  /** What options that name a trained model expect, for messages. */
  public static final String FOLDER = "the folder of a run or of a checkpoint";

  /** Loads the latest checkpoint of a run, or the checkpoint that is named. */
  public static TrainedModel open(Path run, Device device) {
    Checkpoint checkpoint = UsageException.unless(() -> Checkpoints.latest(run));
    ModelType<?, ?> type = ModelCatalog.of(checkpoint);
    String name =
        UsageException.unless(
            () -> ModelCatalog.nameOf(checkpoint.folder(), checkpoint.description().model()));
    GenerativeModel<?> model = UsageException.unless(() -> Trained.load(run, type, device));
    return new TrainedModel(run, name, checkpoint, model);
  }

  /** The model, which must generate pictures from latents. */
  public LatentModel requireLatents() {
    return require(LatentModel.class, "a model that generates pictures from latents");
  }

  /**
   * The model as a capability.
   *
   * @param what the capability's description in a message, with its article
   */
  public <T> T require(Class<T> kind, String what) {
    if (kind.isInstance(model)) {
      return kind.cast(model);
    }
    throw new UsageException("Expected %s, but %s is not one".formatted(what, title()));
  }

  /** The model's name in messages: kind, run and step. */
  public String title() {
    return "the %s in %s after step %s".formatted(name, run, checkpoint.description().step());
  }

  /** The model as a class-conditional one, if it is one. */
  public Optional<ClassConditional> classes() {
    return ClassConditional.of(model);
  }

  /**
   * The label of the class that {@code --class} names; null for none.
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
                        "--class expects a class-conditional model, but %s is not; leave it out"
                            .formatted(title())));
    return label(asked, conditional, RunSettings.classesOf(checkpoint.folder()));
  }

  /** The label of a class that is given by name or number. */
  private static int label(String asked, ClassConditional model, List<String> names) {
    int named = names.indexOf(asked);
    if (named >= 0) {
      return named;
    }
    // Nine digits always fit an int.
    if (asked.matches("\\d{1,9}") && Integer.parseInt(asked) < model.classes()) {
      return Integer.parseInt(asked);
    }
    throw new UsageException(
        "--class expects a number from 0 to %s%s, but was %s"
            .formatted(
                model.classes() - 1,
                names.isEmpty() ? "" : " or one of " + String.join(", ", names),
                asked));
  }

  /**
   * The conditioning inputs of pictures of one class.
   *
   * @param label the class; null for an unconditional model
   */
  public Conditions conditions(@Nullable Integer label) {
    Optional<ClassConditional> conditional = classes();
    if (conditional.isEmpty()) {
      return requireNothingElse(Conditions.none());
    }
    int classes = conditional.get().classes();
    if (label == null) {
      throw new UsageException(
          "%s is conditional on %s classes; choose one with --class, by name or by number from 0"
              .formatted(title(), classes));
    }
    return new ClassLabels(classes).always(label);
  }

  /** The conditioning inputs of pictures of all classes in turn. */
  public Conditions inTurn() {
    return classes()
        .map(conditional -> new ClassLabels(conditional.classes()).inTurn())
        .orElseGet(() -> requireNothingElse(Conditions.none()));
  }

  private Conditions requireNothingElse(Conditions nothing) {
    if (!requireLatents().conditionShapes().isEmpty()) {
      throw new UsageException(
          "Expected a model that is unconditional or conditional on classes, but %s has another conditioning input; use it from Java"
              .formatted(title()));
    }
    return nothing;
  }

  /** Decodes latents to pictures of one class; null for an unconditional model. */
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
