package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeFunction;
import org.atelier.image.Picture;
import org.atelier.model.canvas.Canvas;
import org.atelier.model.canvas.CanvasLoop;
import org.atelier.model.canvas.CanvasLoopOptions;
import org.atelier.model.canvas.CanvasProgress;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.jspecify.annotations.Nullable;

/**
 * Feature visualisation on a Fourier canvas with decorrelated colours (Olah, Mordvintsev and
 * Schubert, "Feature Visualization", Distill 2017): Adam changes the spectrum such that the
 * objective of random {@linkplain Views views} grows. From a photograph it keeps its colours and
 * forms; from noise it shows what a feature looks for.
 *
 * <p>The whole picture is differentiated at once, so its size is limited by memory. A function of
 * content, seed and options. Thread-safe.
 */
public final class FourierDream implements Dreamer {
  private static final NativeFunction BLEND =
      NativeFunction.of(
          "torch.add(torch.mul(x, m), torch.mul(y, torch.rsub(m, 1)))", "x", "m", "y");

  private static final double BETA = 0.9;

  private final DreamFeatures features;
  private final DreamObjective objective;
  private final FourierOptions options;

  /** Creates a dreamer. */
  public FourierDream(DreamFeatures features, DreamObjective objective, FourierOptions options) {
    this.features = features;
    this.objective = objective;
    this.options = options;
  }

  @Override
  public Picture apply(DreamContent content) {
    Picture photo = content.picture().withChannels(features.channels()).clamped();
    try (Canvas canvas =
        Canvas.ofPictures("dream", List.of(photo), options.parametrisation(), adam())) {
      return new Run(canvas, content.mask(), photo, content.seed(), content.progress())
          .pictures()
          .get(0);
    }
  }

  /**
   * Shows what the objective looks for: a batch of pictures that begin as noise. Objectives such as
   * {@link Diversity} and {@link Alignment} are about the batch.
   *
   * @param count the number of pictures, at least 1
   * @param height in pixels, at least 16
   * @param width in pixels, at least 16
   * @param seed of the noise and the views
   */
  public List<Picture> visualise(
      int count, int height, int width, long seed, DreamProgress progress) {
    if (count < 1 || Math.min(height, width) < 16) {
      throw new IllegalArgumentException(
          "Expected at least one picture of at least 16 pixels in height and width, but got %s of %s×%s"
              .formatted(count, height, width));
    }
    var shape = new Shape(count, features.channels(), height, width);
    try (Canvas canvas = Canvas.random("dream", shape, options.parametrisation(), adam())) {
      return new Run(canvas, null, null, seed, progress).pictures();
    }
  }

  private Adam adam() {
    return Adam.of(options.learningRate(), BETA);
  }

  /** What all steps share. */
  private record Shared(
      DreamObjective objective, @Nullable NDArray shares, @Nullable NDArray photo) {}

  /** The dream on one canvas. */
  private final class Run {
    private final Canvas canvas;
    private final @Nullable Picture mask;
    private final @Nullable Picture photo;
    private final long seed;
    private final DreamProgress progress;

    Run(
        Canvas canvas,
        @Nullable Picture mask,
        @Nullable Picture photo,
        long seed,
        DreamProgress progress) {
      this.canvas = canvas;
      this.mask = mask;
      this.photo = photo;
      this.seed = seed;
      this.progress = progress;
    }

    List<Picture> pictures() {
      canvas.initialize(seed, features.device());
      new CanvasLoop(canvas, CanvasLoopOptions.defaults().withSteps(options.steps()).withSeed(seed))
          .listening(this::told)
          .run(this::shared, this::objective);
      return finished(canvas.pictures());
    }

    private boolean told(CanvasProgress now) {
      double value =
          Stuck.checked(-now.terms().total(), now.terms().gradientNorm(), now.stepsDone() - 1);
      return progress.step(
          now.stepsDone(), now.steps(), value, () -> finished(now.pictures()).get(0));
    }

    private Shared shared(NDManager manager) {
      NDArray start = canvas.picture(manager);
      DreamObjective prepared = objective.prepared(features, start);
      Picture given = photo;
      Picture where = mask;
      if (given == null || where == null) {
        return new Shared(prepared, null, null);
      }
      var size = new Octaves.Size(given.height(), given.width());
      return new Shared(
          prepared,
          DreamArrays.shares(where, size, manager),
          DreamArrays.of(given, features.channels(), size, manager));
    }

    private Objective objective(Step<Shared> step, NDArray picture) {
      Shared shared = step.batch();
      NDArray shown =
          shared.shares == null ? picture : BLEND.apply(picture, shared.shares, shared.photo);
      NDArray view = options.views().of(shown, step.random());
      NDArray value =
          options
              .leak()
              .in(
                  step.index(),
                  () -> shared.objective.of(features.of(view, shared.objective.taps())));
      return Objective.of("dream", -1, value);
    }

    /** With a mask, the picture itself outside of it. */
    private List<Picture> finished(List<Picture> dreamt) {
      Picture given = photo;
      Picture where = mask;
      if (given == null || where == null) {
        return dreamt;
      }
      try (NDManager scratch = NDManager.newBaseManager(features.device(), "PyTorch")) {
        var size = new Octaves.Size(given.height(), given.width());
        NDArray shares = DreamArrays.shares(where, size, scratch);
        NDArray of = DreamArrays.of(given, given.channels(), size, scratch);
        return dreamt.stream()
            .map(
                picture -> {
                  NDArray made = DreamArrays.of(picture, picture.channels(), size, scratch);
                  return Gradients.withoutRecording(
                      () -> DreamArrays.picture(BLEND.apply(made, shares, of)));
                })
            .toList();
      }
    }
  }
}
