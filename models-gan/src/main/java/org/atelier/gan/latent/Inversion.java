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
import org.atelier.model.canvas.Canvas;
import org.atelier.model.canvas.CanvasLoop;
import org.atelier.model.canvas.CanvasLoopOptions;
import org.atelier.model.capability.DifferentiableGenerator;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * GAN inversion by optimisation (Creswell and Bharath, arXiv:1611.05644): finds the latent whose
 * picture is nearest to a given one. A {@link Canvas} of latents learns while the trained generator
 * is frozen. From several initial latents at once, each minimises
 *
 * <pre>
 * mean (G(z) − x)²  +  w_f · Σ over taps of mean (F(G(z)) − F(x))²  +  w_p · mean z²
 * </pre>
 *
 * <p>with F the outputs (taps) of a feature network, if one is given. The generator runs as for
 * samples (evaluation mode, averaged weights if they are kept) and does not change. The same
 * options and picture give the same latent on one machine and thread count.
 *
 * <pre>{@code
 * try (var gan = Dcgan.load(run)) {
 *   InversionResult found = new Inversion(gan, InversionOptions.defaults()).of(picture);
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

  private final DifferentiableGenerator model;
  private final @Nullable Network features;
  private final InversionOptions options;

  /**
   * An inversion by pixels alone.
   *
   * @param model trained or loaded; it stays open
   */
  public Inversion(DifferentiableGenerator model, InversionOptions options) {
    this(model, options, null);
  }

  /**
   * An inversion by pixels and features.
   *
   * @param model trained or loaded; it stays open
   * @param features initialised, on the model's device, of one input (1 or 3, H, W) of the size of
   *     the generator's pictures, which are converted to its number of channels. It runs in
   *     evaluation mode, does not learn, and stays open
   * @throws IllegalArgumentException if it takes something else
   */
  public Inversion(DifferentiableGenerator model, Network features, InversionOptions options) {
    this(model, options, features);
    List<Shape> inputs = features.inputShapes();
    if (inputs.size() != 1
        || inputs.get(0).dimension() != 3
        || (inputs.get(0).get(0) != 1 && inputs.get(0).get(0) != 3)) {
      throw new IllegalArgumentException(
          "Expected a feature network of one input (1 or 3, H, W), but %s takes %s"
              .formatted(features.name(), inputs));
    }
  }

  private Inversion(
      DifferentiableGenerator model, InversionOptions options, @Nullable Network features) {
    this.model = model;
    this.options = options;
    this.features = features;
  }

  /**
   * The latent of a picture, of an unconditional model.
   *
   * @param picture of the shape of the generator's pictures, in [-1, 1]
   * @throws IllegalArgumentException if it is of another shape, or the model is conditional
   * @throws IllegalStateException if the model was neither trained nor loaded
   */
  public InversionResult of(Picture picture) {
    if (!model.conditionShapes().isEmpty()) {
      throw new IllegalArgumentException(
          "The model is conditional; pass its conditioning input to of(picture, conditions), such as"
              + " new ClassLabels(classes).always(label)");
    }
    return of(picture, Conditions.none());
  }

  /**
   * The latent of a picture.
   *
   * @param picture of the shape of the generator's pictures, in [-1, 1]
   * @param conditions the conditioning input of each start, by its number: {@code
   *     ClassLabels.always} if the class is known; {@code inTurn}, with as many starts as classes,
   *     finds the class too
   * @throws IllegalArgumentException if the picture is of another shape
   * @throws IllegalStateException if the model was neither trained nor loaded, or the search
   *     diverged
   */
  public InversionResult of(Picture picture, Conditions conditions) {
    requireShape(picture);
    List<Latent> starts =
        IntStream.range(0, options.starts())
            .mapToObj(i -> model.latent(options.seed(), i))
            .toList();
    Adam optimizer =
        Adam.of(options.learningRate(), 0.9).withSchedule(Schedule.cosine(options.steps(), 0));
    try (NDManager scope = NDManager.newBaseManager(model.device(), ENGINE);
        Canvas canvas = Canvas.ofLatents("latents", starts, optimizer)) {
      canvas.initialize(options.seed(), model.device());
      Target target = target(picture, conditions, scope);
      Evaluated before = evaluate(canvas, target);
      new CanvasLoop(
              canvas,
              CanvasLoopOptions.defaults().withSteps(options.steps()).withSeed(options.seed()))
          .run(ignored -> target, this::objective);
      Evaluated after = evaluate(canvas, target);
      int best = after.best();
      return new InversionResult(
          canvas.latents().get(best),
          after.pictures().get(best),
          best,
          after.errors()[best],
          least(before.errors()));
    }
  }

  /** What all steps share: the picture (1, C, H, W), its features, and the conditioning inputs. */
  private record Target(NDArray picture, NDList features, NDList conditions) {}

  /** The pictures of the starts, their pixel errors, and these plus their feature errors. */
  private record Evaluated(List<Picture> pictures, float[] errors, float[] losses) {
    int best() {
      int best = 0;
      for (int i = 0; i < losses.length; i++) {
        if (!Float.isFinite(losses[i])) {
          throw new IllegalStateException(
              "The search diverged to values that are not finite; choose a lower learning rate");
        }
        best = losses[i] < losses[best] ? i : best;
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
    Shape expected = model.pictureShape();
    var given = new Shape(picture.channels(), picture.height(), picture.width());
    if (!expected.equals(given)) {
      throw new IllegalArgumentException(
          "Expected a picture of shape %s, as the model generates them, but got %s; resize it, or convert it by toGrey or toRgb"
              .formatted(expected, given));
    }
  }

  private Target target(Picture picture, Conditions conditions, NDManager scope) {
    var shape = new Shape(1, picture.channels(), picture.height(), picture.width());
    NDArray array = HostValues.toArray(scope, picture.values(), shape);
    NDList targetFeatures = Gradients.withoutRecording(() -> features(array));
    return new Target(array, targetFeatures, conditions.of(scope, 0, options.starts()));
  }

  private Objective objective(Step<Target> step, NDArray z) {
    Target target = step.batch();
    NDArray generated = model.generate(z, target.conditions());
    // Sums over the starts, so that each has the gradient of its own loss.
    Objective objective = Objective.of("pixels", ERRORS.apply(generated, target.picture()).sum());
    NDList outputs = features(generated);
    for (int i = 0; i < outputs.size(); i++) {
      NDArray distance = ERRORS.apply(outputs.get(i), target.features().get(i)).sum();
      objective = objective.plus("features " + i, options.featureWeight(), distance);
    }
    return options.priorWeight() == 0
        ? objective
        : objective.plus("prior", options.priorWeight(), z.square().mean(new int[] {1}).sum());
  }

  private Evaluated evaluate(Canvas canvas, Target target) {
    try (NDManager scratch = target.picture().getManager().newSubManager()) {
      return Gradients.withoutRecording(
          () -> {
            NDArray generated = model.generate(canvas.values(scratch), target.conditions());
            NDArray errors = ERRORS.apply(generated, target.picture());
            NDArray losses = errors;
            NDList outputs = features(generated);
            for (int i = 0; i < outputs.size(); i++) {
              NDArray distance = ERRORS.apply(outputs.get(i), target.features().get(i));
              losses = losses.add(Scale.by(distance, options.featureWeight()));
            }
            return new Evaluated(
                Pictures.fromBatch(generated), errors.toFloatArray(), losses.toFloatArray());
          });
    }
  }

  /** The outputs of the feature network for pictures in [-1, 1]; none without a feature network. */
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
