package org.atelier.translation.style.gatys;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.model.canvas.Canvas;
import org.atelier.model.canvas.CanvasLoop;
import org.atelier.model.canvas.CanvasLoopOptions;
import org.atelier.model.canvas.CanvasResult;
import org.atelier.model.canvas.Parametrisation;
import org.atelier.model.objective.Objective;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;

/** One scale's objective, for tests and comparisons of how it is minimised. */
final class StyleProblem implements AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final StylePass pass;
  private final StyleCost cost;
  private final Picture content;
  final ScaleTargets targets;

  /**
   * What was reached.
   *
   * @param value of the objective
   * @param passes evaluations of objective and gradient until then
   */
  record Reached(double value, long passes) {}

  StyleProblem(StylePass pass, OptimisedStyleOptions options, Picture content, Picture style) {
    this(pass, StylePictures.network(), options, content, Style.of(style), null);
  }

  StyleProblem(
      StylePass pass,
      FeatureExtractor network,
      OptimisedStyleOptions options,
      Picture content,
      Style style,
      Regions regions) {
    this.pass = pass;
    this.content = content;
    cost = new StyleCost(options.objective());
    var at = new StyleScales.Scale(options.scales().size(), content.height(), content.width());
    targets =
        Gradients.withoutRecording(
            () -> {
              NDArray picture = StyleTargets.array(content, at, manager);
              Map<String, ScaleTargets.ContentTarget> own = cost.contentTargets(network, picture);
              return new ScaleTargets(
                  List.of(own, own, own, own),
                  new StyleTargets(network, cost, options).of(List.of(style), regions, at, manager),
                  null);
            });
  }

  NDArray picture() {
    var at = new StyleScales.Scale(0, content.height(), content.width());
    return StyleTargets.array(content, at, manager);
  }

  Objective objective(NDArray picture, boolean recomputing) {
    Objective features =
        recomputing
            ? pass.recomputed(picture, targets, Shift.NONE)
            : pass.recorded(picture, targets, Shift.NONE);
    return cost.penalised(features, picture, targets);
  }

  /** Minimises from the content; ends at the first value that is low enough. */
  Reached lowest(OptimisedStyleOptions options, int steps, double enough) {
    Parametrisation surface = options.canvas().surface().parametrisation();
    try (Canvas canvas =
        Canvas.ofPictures(
            "style",
            List.of(content),
            surface,
            options.canvas().solver().minimiser(surface, steps))) {
      canvas.initialize(0, Device.cpu());
      CanvasResult result =
          new CanvasLoop(canvas, CanvasLoopOptions.defaults().withSteps(steps))
              .listening(progress -> progress.terms().total() > enough)
              .run(owner -> targets, (step, picture) -> objective(picture, false));
      return new Reached(result.terms().total(), result.evaluations());
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
