package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.model.canvas.Canvas;
import org.atelier.model.canvas.CanvasLoop;
import org.atelier.model.canvas.CanvasLoopOptions;
import org.atelier.model.canvas.CanvasProgress;
import org.atelier.model.canvas.CanvasResult;
import org.atelier.model.canvas.Parametrisation;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.gatys.ScaleTargets.ContentTarget;
import org.atelier.translation.style.gatys.ScaleTargets.RegionTarget;
import org.atelier.translation.style.gatys.ScaleTargets.Still;
import org.jspecify.annotations.Nullable;

/** The optimisation of one picture, from size to size. */
final class StyleRun {
  private static final String ENGINE = "PyTorch";
  private static final List<Shift> UNSHIFTED = List.of(Shift.NONE);
  private static final List<Shift> SHIFTED = List.of(Shift.values());

  private final FeatureExtractor extractor;
  private final OptimisedStyleOptions options;
  private final StyleCost cost;
  private final StylePass pass;
  private final StyleMemory memory;
  private final StartPicture start;
  private final Picture subject;
  private final StyleContent content;
  private final List<Shift> shifts;
  private long done;

  StyleRun(
      FeatureExtractor extractor,
      OptimisedStyleOptions options,
      StyleCost cost,
      StyleMemory memory,
      List<Style> styles,
      Picture subject,
      StyleContent content) {
    this.extractor = extractor;
    this.options = options;
    this.cost = cost;
    this.memory = memory;
    pass = new StylePass(extractor, cost);
    this.start = new StartPicture(styles, options.seed());
    this.subject = subject;
    this.content = content;
    shifts = options.canvas().shifted() ? SHIFTED : UNSHIFTED;
  }

  /**
   * Restyles the picture.
   *
   * @param scales the sizes, in order
   * @param first makes the picture to begin with; null for the options' start
   * @param styles computes the styles' targets at a size
   * @param shown makes a preview of the picture so far
   */
  Picture result(
      List<StyleScales.Scale> scales,
      @Nullable StyleTransfer first,
      BiFunction<StyleScales.Scale, NDManager, List<RegionTarget>> styles,
      UnaryOperator<Picture> shown) {
    long total = 0;
    for (int i = 0; i < scales.size(); i++) {
      total += steps(i);
    }
    Parametrisation surface = options.canvas().surface().parametrisation();
    Canvas canvas = null;
    try {
      for (int i = 0; i < scales.size(); i++) {
        StyleScales.Scale at = scales.get(i);
        var minimiser = options.canvas().solver().minimiser(surface, steps(i));
        if (canvas == null) {
          canvas = Canvas.ofPictures("style", List.of(begin(at, first)), surface, minimiser);
          canvas.initialize(options.seed(), extractor.device());
        } else {
          Canvas smaller = canvas;
          canvas = smaller.resized(at.height(), at.width(), minimiser);
          smaller.close();
        }
        CanvasResult result =
            optimise(canvas, at, memory.recomputesAt(at), steps(i), total, styles, shown);
        if (result.ending() == CanvasResult.Ending.LISTENER
            || result.ending() == CanvasResult.Ending.INTERRUPTED) {
          break;
        }
      }
      return pictureOf(canvas);
    } finally {
      if (canvas != null) {
        canvas.close();
      }
    }
  }

  private int steps(int scale) {
    return scale == 0 ? options.scales().firstSteps() : options.scales().steps();
  }

  private static Picture pictureOf(@Nullable Canvas canvas) {
    if (canvas == null) {
      throw new IllegalArgumentException("Expected at least one size");
    }
    return canvas.pictures().get(0).clamped();
  }

  private Picture begin(StyleScales.Scale at, @Nullable StyleTransfer first) {
    Picture sized = OptimisedStyle.sized(subject, at);
    StyleContent.Previous previous = content.previous();
    if (previous != null) {
      Picture fresh = start.of(options.start(), sized);
      try (NDManager scratch = NDManager.newBaseManager(extractor.device(), ENGINE)) {
        return Gradients.withoutRecording(
            () -> {
              NDArray mixed =
                  Stillness.mixed(
                      StyleTargets.array(previous.result(), at, scratch),
                      StyleTargets.array(fresh, at, scratch),
                      still(at, previous, scratch));
              return Picture.of(mixed.squeeze(0));
            });
      }
    }
    return first == null
        ? start.of(options.start(), sized)
        : OptimisedStyle.sized(first.apply(content).toRgb(), at);
  }

  private NDArray still(StyleScales.Scale at, StyleContent.Previous previous, NDManager owner) {
    return Stillness.between(
        StyleTargets.array(previous.content(), at, owner),
        StyleTargets.array(content.picture(), at, owner));
  }

  private CanvasResult optimise(
      Canvas canvas,
      StyleScales.Scale at,
      boolean recomputing,
      int steps,
      long total,
      BiFunction<StyleScales.Scale, NDManager, List<RegionTarget>> styles,
      UnaryOperator<Picture> shown) {
    var loopOptions =
        CanvasLoopOptions.defaults()
            .withSteps(steps)
            .withSeed(options.seed())
            .withAverageDecay(options.canvas().averageDecay());
    long before = done;
    CanvasResult result =
        new CanvasLoop(canvas, loopOptions)
            .listening(progress -> told(progress, before, total, shown))
            .run(
                manager -> targets(at, styles.apply(at, manager), manager),
                (step, picture) -> objective(step, picture, recomputing));
    done = before + result.steps();
    return result;
  }

  private boolean told(
      CanvasProgress progress, long before, long total, UnaryOperator<Picture> shown) {
    return content
        .progress()
        .step(
            before + progress.stepsDone(),
            total,
            () -> shown.apply(progress.pictures().get(0).clamped()));
  }

  private ScaleTargets targets(
      StyleScales.Scale at, List<RegionTarget> regions, NDManager manager) {
    NDArray picture = StyleTargets.array(subject, at, manager);
    var contents = new ArrayList<Map<String, ContentTarget>>();
    for (Shift shift : shifts) {
      contents.add(cost.contentTargets(extractor, shift.of(picture)));
    }
    StyleContent.Previous previous = content.previous();
    Still still =
        previous == null
            ? null
            : new Still(
                StyleTargets.array(previous.result(), at, manager), still(at, previous, manager));
    return new ScaleTargets(contents, regions, still);
  }

  private Objective objective(Step<ScaleTargets> step, NDArray picture, boolean recomputing) {
    Shift shift = shifts.get(step.random().nextInt(shifts.size()));
    NDArray shifted = shift.of(picture);
    Objective features =
        recomputing
            ? pass.recomputed(shifted, step.batch(), shift)
            : pass.recorded(shifted, step.batch(), shift);
    return cost.penalised(features, picture, step.batch());
  }
}
