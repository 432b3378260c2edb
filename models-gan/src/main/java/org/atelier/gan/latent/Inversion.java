package org.atelier.gan.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Precision;
import org.atelier.engine.Scale;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.model.Canvas;
import org.atelier.model.Conditions;
import org.atelier.model.Gan;
import org.atelier.model.Network;
import org.atelier.model.Objective;
import org.atelier.model.Phase;
import org.atelier.model.Step;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds the latent whose picture is most like a given one (Creswell and Bharath, arXiv:1611.05644):
 * a phase in which a {@link Canvas} of latents learns and the generator, a trained one, is frozen.
 * From several first latents at once, each minimises
 *
 * <pre>
 * mean (G(z) − x)²  +  w_f · Σ over taps of mean (F(G(z)) − F(x))²  +  w_p · mean z²
 * </pre>
 *
 * <p>with F the results of a feature network, if one is given. The generator runs as for samples
 * (evaluation mode, averaged weights if they are kept), so nothing but the loaded model is needed,
 * and the model does not change. The same options and picture give the same latent on one machine
 * and thread count.
 *
 * <pre>{@code
 * try (var gan = Dcgan.load(run)) {
 *   Inverted found = new Inversion(gan, InversionOptions.defaults()).of(picture);
 * }
 * }</pre>
 */
public final class Inversion {
  private static final String ENGINE = "PyTorch";

  /** For each of N: the mean squared difference from the one of (1, …). */
  private static final NativeFunction ERRORS =
      NativeFunction.of(
          "torch.mean(torch.flatten(torch.square(torch.sub(x, y)), 1), [1])", "x", "y");

  private static final NativeFunction GREY =
      NativeFunction.of("torch.mean(x, [1], True, dtype=None)", "x");
  private static final NativeFunction COLOURED =
      NativeFunction.of("torch.repeat(x, [1, 3, 1, 1])", "x");

  private final Gan<?> gan;
  private final @Nullable Network features;
  private final InversionOptions options;

  /**
   * An inversion by pixels alone.
   *
   * @param gan trained or loaded; it stays open
   */
  public Inversion(Gan<?> gan, InversionOptions options) {
    this(gan, options, null);
  }

  /**
   * An inversion by pixels and features.
   *
   * @param gan trained or loaded; it stays open
   * @param features initialised, on the model's device, of one input (1 or 3, H, W) that takes the
   *     size of the generator's pictures; grey ones reach it as RGB and RGB ones as grey, if it
   *     needs them so. Runs in evaluation mode, does not learn, and stays open
   * @throws IllegalArgumentException if it takes something else
   */
  public Inversion(Gan<?> gan, Network features, InversionOptions options) {
    this(gan, options, features);
    List<Shape> inputs = features.inputShapes();
    if (inputs.size() != 1
        || inputs.get(0).dimension() != 3
        || (inputs.get(0).get(0) != 1 && inputs.get(0).get(0) != 3)) {
      throw new IllegalArgumentException(
          "Expected a feature network of one input (1 or 3, H, W), but %s takes %s"
              .formatted(features.name(), inputs));
    }
  }

  private Inversion(Gan<?> gan, InversionOptions options, @Nullable Network features) {
    this.gan = gan;
    this.options = options;
    this.features = features;
  }

  /**
   * The latent of a picture, for a generator that is told nothing else.
   *
   * @param picture of the shape of the generator's pictures, in [-1, 1]
   * @throws IllegalArgumentException if it is of another shape, or the generator is told more
   * @throws IllegalStateException if the model was neither trained nor loaded
   */
  public Inverted of(Picture picture) {
    if (gan.generator().inputShapes().size() > 1) {
      throw new IllegalArgumentException(
          "The generator is told more than latents; say what in of(picture, conditions), such as"
              + " new ClassLabels(classes).always(label)");
    }
    return of(picture, Conditions.none());
  }

  /**
   * The latent of a picture.
   *
   * @param picture of the shape of the generator's pictures, in [-1, 1]
   * @param conditions what the generator is told at each start, by its number: {@code
   *     ClassLabels.always} if the class is known; {@code inTurn}, with as many starts as classes,
   *     finds it too
   * @throws IllegalArgumentException if the picture is of another shape
   * @throws IllegalStateException if the model was neither trained nor loaded, or the search left
   *     the finite numbers
   */
  public Inverted of(Picture picture, Conditions conditions) {
    requireShape(picture);
    List<Latent> starts =
        IntStream.range(0, options.starts()).mapToObj(i -> gan.latent(options.seed(), i)).toList();
    Adam optimizer =
        Adam.of(options.learningRate(), 0.9).withSchedule(Schedule.cosine(options.steps(), 0));
    try (NDManager scope = NDManager.newBaseManager(gan.device(), ENGINE);
        Canvas canvas = Canvas.ofLatents("latents", starts, optimizer)) {
      canvas.initialize(options.seed(), gan.device());
      Target target = target(picture, conditions, scope);
      Found before = judge(canvas, target);
      Phase<Target> phase = Phase.of("inversion", step -> objective(step, canvas), canvas);
      for (long i = 0; i < options.steps(); i++) {
        try (NDManager scratch = scope.newSubManager()) {
          phase.learn(new Step<>(i, target, scratch, CounterRandom.of(options.seed(), i)));
        }
      }
      Found after = judge(canvas, target);
      int best = after.best();
      return new Inverted(
          canvas.latents().get(best),
          after.pictures().get(best),
          best,
          after.errors()[best],
          least(before.errors()));
    }
  }

  /** What all steps share: the picture (1, C, H, W), its features, and what the generator hears. */
  private record Target(NDArray picture, NDList features, NDList conditions) {}

  /** The starts' pictures, their errors, and their errors with those of features. */
  private record Found(List<Picture> pictures, float[] errors, float[] judged) {
    int best() {
      int best = 0;
      for (int i = 0; i < judged.length; i++) {
        if (!Float.isFinite(judged[i])) {
          throw new IllegalStateException(
              "The search left the finite numbers; take a lower learning rate");
        }
        best = judged[i] < judged[best] ? i : best;
      }
      return best;
    }
  }

  private static double least(float[] values) {
    double least = values[0];
    for (float value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  private void requireShape(Picture picture) {
    Shape made = gan.discriminator().inputShapes().get(0);
    var given = new Shape(picture.channels(), picture.height(), picture.width());
    if (!made.equals(given)) {
      throw new IllegalArgumentException(
          "Expected a picture of shape %s, as the model makes them, but got %s; resize it, or take toGrey or toRgb"
              .formatted(made, given));
    }
  }

  private Target target(Picture picture, Conditions conditions, NDManager scope) {
    var shape = new Shape(1, picture.channels(), picture.height(), picture.width());
    NDArray array = HostValues.toArray(scope, picture.values(), shape);
    NDList wanted = Gradients.withoutRecording(() -> features(array));
    return new Target(array, wanted, conditions.of(scope, 0, options.starts()));
  }

  private Objective objective(Step<Target> step, Canvas canvas) {
    Target target = step.batch();
    NDArray z = canvas.values(step.manager());
    NDArray made = gan.generate(z, target.conditions());
    // Sums over the starts: each moves as if it were alone.
    Objective objective = Objective.of("pixels", ERRORS.apply(made, target.picture()).sum());
    NDList seen = features(made);
    for (int i = 0; i < seen.size(); i++) {
      NDArray distance = ERRORS.apply(seen.get(i), target.features().get(i)).sum();
      objective = objective.plus("features " + i, options.featureWeight(), distance);
    }
    return options.priorWeight() == 0
        ? objective
        : objective.plus("prior", options.priorWeight(), z.square().mean(new int[] {1}).sum());
  }

  private Found judge(Canvas canvas, Target target) {
    try (NDManager scratch = target.picture().getManager().newSubManager()) {
      return Gradients.withoutRecording(
          () -> {
            NDArray made = gan.generate(canvas.values(scratch), target.conditions());
            NDArray errors = ERRORS.apply(made, target.picture());
            NDArray judged = errors;
            NDList seen = features(made);
            for (int i = 0; i < seen.size(); i++) {
              NDArray distance = ERRORS.apply(seen.get(i), target.features().get(i));
              judged = judged.add(Scale.by(distance, options.featureWeight()));
            }
            return new Found(
                Pictures.fromBatch(made), errors.toFloatArray(), judged.toFloatArray());
          });
    }
  }

  /** All that the feature network gives for pictures in [-1, 1]; nothing if there is none. */
  private NDList features(NDArray pictures) {
    if (features == null || options.featureWeight() == 0) {
      return new NDList();
    }
    long takes = features.inputShapes().get(0).get(0);
    NDArray x = pictures;
    if (pictures.getShape().get(1) != takes) {
      x = takes == 1 ? GREY.apply(x) : COLOURED.apply(x);
    }
    NDArray seen = x;
    return ExecutionContext.current()
        .withTraining(false)
        .withPrecision(Precision.FLOAT32)
        .run(() -> features.run(seen));
  }
}
