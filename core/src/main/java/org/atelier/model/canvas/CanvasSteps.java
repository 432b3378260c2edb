package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.atelier.engine.Gradients;
import org.atelier.model.Phase;
import org.atelier.model.objective.Step;
import org.atelier.optim.Ema;
import org.atelier.optim.Lbfgs;
import org.atelier.optim.LbfgsState;
import org.atelier.random.CounterRandom;
import org.jspecify.annotations.Nullable;

/** Takes the steps of a run, by the canvas's kind of minimiser. */
abstract class CanvasSteps implements AutoCloseable {
  /**
   * Takes a step.
   *
   * @param index counted from 0
   * @return whether another step makes sense
   * @throws IllegalStateException if the objective or its gradient is not finite
   */
  abstract boolean next(long index);

  /** Returns the terms of the last step. */
  abstract CanvasTerms terms();

  /** Returns how often the objective was evaluated. */
  abstract long evaluations();

  @Override
  public void close() {}

  static <T> CanvasSteps of(
      Canvas canvas,
      Phase<T> phase,
      T targets,
      CanvasLoopOptions options,
      @Nullable UnaryOperator<NDArray> filter,
      NDManager manager) {
    var evaluation = new Evaluation<>(canvas, phase, targets, options.seed(), manager);
    return canvas.minimiser() instanceof Lbfgs lbfgs
        ? new Searched<>(evaluation, lbfgs)
        : new Updated<>(evaluation, filter);
  }

  /** The objective of a run, evaluated at the canvas's current values. */
  private record Evaluation<T>(
      Canvas canvas, Phase<T> phase, T targets, long seed, NDManager manager) {
    Phase.Derivative at(long step, long draw, NDManager scratch) {
      return phase.differentiate(
          new Step<>(step, targets, scratch, CounterRandom.of(seed, draw)), 1);
    }
  }

  /** Steps of an optimizer. */
  private static final class Updated<T> extends CanvasSteps {
    private final Evaluation<T> evaluation;
    private final @Nullable UnaryOperator<NDArray> filter;
    private CanvasTerms terms = new CanvasTerms(0, 0, Map.of());
    private long evaluations;

    Updated(Evaluation<T> evaluation, @Nullable UnaryOperator<NDArray> filter) {
      this.evaluation = evaluation;
      this.filter = filter;
    }

    @Override
    boolean next(long index) {
      try (NDManager scratch = evaluation.manager.newSubManager()) {
        Phase.Derivative derivative = evaluation.at(index, index, scratch);
        NDList gradients = derivative.gradients();
        evaluations++;
        terms = CanvasTerms.of(derivative.objective(), gradients);
        terms.requireFinite(evaluation.canvas.name(), index);
        if (filter != null) {
          gradients = Gradients.withoutRecording(() -> filtered(derivative.gradients()));
        }
        evaluation.phase.update(gradients, index);
      }
      return true;
    }

    private NDList filtered(NDList gradients) {
      var filtered = new NDList(gradients.size());
      for (NDArray gradient : gradients) {
        filtered.add(gradient.isEmpty() || filter == null ? gradient : filter.apply(gradient));
      }
      return filtered;
    }

    @Override
    CanvasTerms terms() {
      return terms;
    }

    @Override
    long evaluations() {
      return evaluations;
    }
  }

  /** Iterations of L-BFGS. */
  private static final class Searched<T> extends CanvasSteps {
    private final Evaluation<T> evaluation;
    private final LbfgsState<CanvasTerms> search;

    Searched(Evaluation<T> evaluation, Lbfgs options) {
      this.evaluation = evaluation;
      search =
          new LbfgsState<>(
              options, List.copyOf(evaluation.canvas.parameters().values()), evaluation.manager);
    }

    @Override
    boolean next(long index) {
      boolean more =
          search.step(
              gradients -> {
                try (NDManager scratch = evaluation.manager.newSubManager()) {
                  Phase.Derivative derivative = evaluation.at(index, 0, scratch);
                  var terms = CanvasTerms.of(derivative.objective(), derivative.gradients());
                  if (search.report() == null) {
                    terms.requireFinite(evaluation.canvas.name(), index);
                  }
                  gradients.accept(derivative.gradients());
                  return new LbfgsState.Evaluation<>(terms.total(), terms);
                }
              });
      evaluation.canvas.average().ifPresent(Ema::update);
      return more;
    }

    @Override
    CanvasTerms terms() {
      CanvasTerms terms = search.report();
      if (terms == null) {
        throw new IllegalStateException("No step was taken");
      }
      return terms;
    }

    @Override
    long evaluations() {
      return search.evaluations();
    }

    @Override
    public void close() {
      search.close();
    }
  }
}
