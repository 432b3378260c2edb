package org.atelier.examples;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentDecoder;
import org.atelier.model.ClassConditional;
import org.atelier.model.ClassLabels;
import org.atelier.model.Conditions;
import org.atelier.model.Gan;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.jspecify.annotations.Nullable;

/**
 * The trained model that {@code --model} names.
 *
 * @param run what was named
 * @param known its kind
 * @param checkpoint what was read
 * @param gan the model, which is closed with this
 */
record TrainedModel(Path run, KnownModel known, Checkpoint checkpoint, Gan<?> gan)
    implements AutoCloseable {
  /** Reads the newest checkpoint of a run, or the one that is named. */
  static TrainedModel open(Path run, Device device) {
    Checkpoint checkpoint = UsageException.unless(() -> Checkpoints.latest(run));
    KnownModel known = KnownModel.of(checkpoint);
    Gan<?> gan = UsageException.unless(() -> known.loader().load(run, device));
    return new TrainedModel(run, known, checkpoint, gan);
  }

  /** What sentences call it: kind, run and step. */
  String title() {
    return "the %s in %s after step %s"
        .formatted(known.name(), run, checkpoint.description().step());
  }

  /**
   * The number of the class that {@code --class} names; null for none.
   *
   * @throws IOException if the run's settings cannot be read
   */
  @Nullable Integer label(@Nullable String asked) throws IOException {
    if (asked == null) {
      return null;
    }
    if (gan instanceof ClassConditional model) {
      return Sample.label(asked, model, RunSettings.classesOf(checkpoint.folder()));
    }
    throw new UsageException(
        "--class expects a model that was trained with classes, but %s was not; leave it out"
            .formatted(title()));
  }

  /**
   * What the generator is told of pictures that shall all be of one class.
   *
   * @param label the class; null for a model without classes
   */
  Conditions conditions(@Nullable Integer label) {
    if (!(gan instanceof ClassConditional model)) {
      return requireNothingElse(Conditions.none());
    }
    if (label == null) {
      throw new UsageException(
          "%s draws pictures of %d classes; say which with --class, by name or from 0"
              .formatted(title(), model.classes()));
    }
    return new ClassLabels(model.classes()).always(label);
  }

  /** What the generator is told of pictures of all classes in turn. */
  Conditions inTurn() {
    return gan instanceof ClassConditional model
        ? new ClassLabels(model.classes()).inTurn()
        : requireNothingElse(Conditions.none());
  }

  private Conditions requireNothingElse(Conditions nothing) {
    int inputs = gan.generator().inputShapes().size();
    if (inputs > 1) {
      throw new UsageException(
          "Expected a model that draws from latents and classes, but %s is told more; use it from Java, with conditions of your own"
              .formatted(title()));
    }
    return nothing;
  }

  /** Turns latents into pictures of one class; null for a model without classes. */
  LatentDecoder decoder(@Nullable Integer label) {
    Conditions conditions = conditions(label);
    return latents -> gan.generate(latents, conditions);
  }

  /** The latents that are named: see {@link LatentName}. */
  List<Latent> latents(List<LatentName> names) {
    return names.stream().map(name -> name.of(this)).toList();
  }

  @Override
  public void close() {
    gan.close();
  }
}
