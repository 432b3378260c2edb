package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.atelier.engine.Gradients;
import org.atelier.model.Phase;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.Lbfgs;
import org.jspecify.annotations.Nullable;

/**
 * Minimises an objective of a canvas, with nothing recorded on disk: style transfer, DeepDream,
 * inversion.
 *
 * <pre>{@code
 * try (Canvas canvas = Canvas.ofPictures("style", List.of(photo), Adam.of(0.02, 0.9))) {
 *   canvas.initialize(seed, device);
 *   new CanvasLoop(canvas, CanvasLoopOptions.defaults())
 *       .listening(progress -> show(progress.terms()))
 *       .run(
 *           manager -> targets(photo, painting, manager),     // once a run
 *           (step, picture) -> objective(picture, step.batch()));
 *   Pictures.write(canvas.pictures().get(0), path);
 * }
 * }</pre>
 *
 * <p>A step computes the objective and its gradient, checks that both are finite, and updates the
 * canvas; its arrays are freed at its end, the targets at the end of the run. Random numbers of
 * {@link Step} are a function of (seed, step). When a run ends, also by its listener, its tolerance
 * or an interrupt, the canvas holds the answer: the last iterate or the average of all ({@link
 * CanvasLoopOptions#averageDecay}), and the optimizer's state that the next run, or a {@linkplain
 * Canvas#resized resized} canvas, continues.
 *
 * <p>With {@link Lbfgs}, a step is an iteration, which may evaluate the objective several times. It
 * minimises one function, so every step draws the random numbers of step 0. Its history begins and
 * ends with a run. The objective's values come to the host after each evaluation; with other
 * optimizers in one transfer a step.
 */
public final class CanvasLoop {
  private static final String ENGINE = "PyTorch";

  private final Canvas canvas;
  private final CanvasLoopOptions options;
  private final List<CanvasListener> listeners;
  private final @Nullable UnaryOperator<NDArray> filter;

  /**
   * Creates a loop without listeners.
   *
   * @param canvas initialised; it stays open
   */
  public CanvasLoop(Canvas canvas, CanvasLoopOptions options) {
    this(canvas, options, List.of(), null);
  }

  private CanvasLoop(
      Canvas canvas,
      CanvasLoopOptions options,
      List<CanvasListener> listeners,
      @Nullable UnaryOperator<NDArray> filter) {
    this.canvas = canvas;
    this.options = options;
    this.listeners = List.copyOf(listeners);
    this.filter = filter;
  }

  /** Returns a copy with a further listener; they are called in order. */
  public CanvasLoop listening(CanvasListener listener) {
    var more = new ArrayList<>(listeners);
    more.add(listener);
    return new CanvasLoop(canvas, options, more, filter);
  }

  /**
   * Returns a copy that passes the gradient of each parameter of the canvas through a function
   * before the update: normalisation, blurring, a mask. Its result has the gradient's shape and
   * joins its manager. Not for {@link Lbfgs}, which needs the derivative itself.
   */
  public CanvasLoop filtering(UnaryOperator<NDArray> filter) {
    return new CanvasLoop(canvas, options, listeners, filter);
  }

  /**
   * Minimises an objective of the canvas's picture.
   *
   * @param targets computes what all steps share, such as the features of a photograph, without
   *     recording; its arrays belong to the given manager, which is closed when the run ends
   * @param objective of a step, whose batch is the targets, and of {@link Canvas#picture}
   * @throws IllegalStateException if the canvas is not initialised, or the objective or its
   *     gradient is not finite: the message names the step and the term, and the canvas holds the
   *     values from which the step began
   * @throws IllegalArgumentException if the objective has no gradient
   */
  public <T> CanvasResult run(
      Function<NDManager, T> targets, BiFunction<Step<T>, NDArray, Objective> objective) {
    return run(
        targets,
        Phase.of(
            canvas.name(), step -> objective.apply(step, canvas.picture(step.manager())), canvas));
  }

  /**
   * Runs a phase, whose one learner is the canvas: for objectives of {@link Canvas#values}, or of
   * several summands that are differentiated one after another.
   *
   * @see #run(Function, BiFunction)
   */
  public <T> CanvasResult run(Function<NDManager, T> targets, Phase<T> phase) {
    if (phase.learners().size() != 1 || phase.learners().get(0) != canvas) {
      throw new IllegalArgumentException(
          "Expected a phase whose only learner is the canvas \"%s\", but it has %s"
              .formatted(canvas.name(), phase.learners().stream().map(x -> x.name()).toList()));
    }
    if (filter != null && canvas.minimiser() instanceof Lbfgs) {
      throw new IllegalArgumentException(
          "L-BFGS needs the gradient as it is; use another optimizer, or no filter");
    }
    try (NDManager manager = NDManager.newBaseManager(canvas.device(), ENGINE)) {
      T shared = Gradients.withoutRecording(() -> targets.apply(manager));
      try (CanvasSteps steps = CanvasSteps.of(canvas, phase, shared, options, filter, manager)) {
        return run(steps, manager);
      }
    }
  }

  private CanvasResult run(CanvasSteps steps, NDManager manager) {
    List<NDArray> values = List.copyOf(canvas.parameters().values());
    var stall = new Stall(options.tolerance());
    try (var average = new IterateAverage(options.averageDecay(), values, manager)) {
      long done = 0;
      CanvasResult.Ending ending = null;
      while (ending == null) {
        boolean more = steps.next(done);
        done++;
        average.add();
        ending = ending(done, more, steps, stall, average, manager);
      }
      try (NDManager scratch = manager.newSubManager()) {
        average.copyIntoIterates(scratch);
      }
      return new CanvasResult(ending, done, steps.evaluations(), steps.terms());
    }
  }

  /** Tells the listeners of a step, and returns why the run ends with it, if it does. */
  private CanvasResult.@Nullable Ending ending(
      long done,
      boolean more,
      CanvasSteps steps,
      Stall stall,
      IterateAverage average,
      NDManager manager) {
    var progress =
        new CanvasProgress(
            done,
            options.steps(),
            steps.evaluations(),
            steps.terms(),
            () -> average.shownBy(canvas, manager));
    boolean wanted = true;
    for (CanvasListener listener : listeners) {
      wanted &= listener.onStep(progress);
    }
    if (!wanted) {
      return CanvasResult.Ending.LISTENER;
    } else if (!more || stall.after(steps.terms().total())) {
      return CanvasResult.Ending.CONVERGED;
    } else if (done == options.steps()) {
      return CanvasResult.Ending.STEPS;
    }
    return Thread.currentThread().isInterrupted() ? CanvasResult.Ending.INTERRUPTED : null;
  }

  /** Whether steps have ceased to lower the objective. */
  private static final class Stall {
    private static final int PATIENCE = 20;

    private final double tolerance;
    private double best = Double.POSITIVE_INFINITY;
    private double reference = Double.POSITIVE_INFINITY;
    private int steps;

    Stall(double tolerance) {
      this.tolerance = tolerance;
    }

    /** Every {@code PATIENCE} steps, the best value so far is compared with the one before. */
    boolean after(double value) {
      best = Math.min(best, value);
      steps++;
      if (tolerance == 0 || steps % PATIENCE != 0) {
        return false;
      }
      boolean stalled =
          Double.isFinite(reference) && reference - best <= tolerance * Math.abs(reference);
      reference = best;
      return stalled;
    }
  }
}
