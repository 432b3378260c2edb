package org.atelier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Step;
import org.atelier.optim.GradientSum;

/**
 * One part of a training step: the networks that it updates, and the objective that they minimise.
 * All other networks are frozen in the phase: their weight gradients are not computed.
 *
 * @param name the name, the prefix of the phase's metrics
 * @param learners the networks that are updated
 * @param summands the parts whose sum is the objective: each is computed and differentiated on its
 *     own, one after another, so that only one autograd graph is in memory at a time
 * @param active whether the phase runs in a step, counted from 0
 * @param <B> the type of training batches
 */
public record Phase<B>(
    String name,
    List<Network> learners,
    List<Function<Step<B>, Objective>> summands,
    LongPredicate active) {
  /**
   * The value of an objective, and its gradients.
   *
   * @param objective the objective; its arrays are freed at the end of the step
   * @param gradients with respect to {@link Phase#parameters()}, in that order
   */
  public record Derivative(Objective objective, NDList gradients) {}

  /** Checks the name, and that there is at least one learner and one summand. */
  public Phase {
    if (!name.matches("[^\\p{Cntrl},.\"]+")) {
      throw new IllegalArgumentException(
          "A phase's name must not be empty and have no dot, comma or quotation mark, but was \""
              + name
              + "\"");
    }
    learners = List.copyOf(learners);
    summands = List.copyOf(summands);
    if (summands.isEmpty()) {
      throw new IllegalArgumentException("The phase \"" + name + "\" has no objective");
    }
    if (learners.isEmpty()) {
      throw new IllegalArgumentException("The phase \"" + name + "\" has no network to update");
    }
  }

  /** Creates a phase that runs in some steps and whose objective has one summand. */
  public Phase(
      String name,
      List<Network> learners,
      Function<Step<B>, Objective> objective,
      LongPredicate active) {
    this(name, learners, List.of(objective), active);
  }

  /** Creates a phase that runs in every step. */
  public static <B> Phase<B> of(
      String name, Function<Step<B>, Objective> objective, Network... learners) {
    return new Phase<>(name, List.of(learners), List.of(objective), step -> true);
  }

  /**
   * Returns a copy with a further summand of the objective. Summands are differentiated separately
   * and their gradients are added, so the memory of one is freed before the next is computed; they
   * may share only values of {@link Step#once} that were computed without recording.
   */
  public Phase<B> plus(Function<Step<B>, Objective> summand) {
    var more = new ArrayList<>(summands);
    more.add(summand);
    return new Phase<>(name, learners, more, active);
  }

  /** Computes the whole objective, recorded for autograd if the thread records. */
  public Objective objective(Step<B> step) {
    return summands.stream().map(part -> part.apply(step)).reduce(Objective::and).orElseThrow();
  }

  /**
   * Computes the objective and its gradients with respect to {@link #parameters()}.
   *
   * @param weight factor of the gradients: 1, or the weight of one of several accumulated batches
   * @throws IllegalArgumentException if the objective has no gradient
   */
  public Derivative differentiate(Step<B> step, double weight) {
    List<NDArray> learning = parameters();
    return summands.stream()
        .map(part -> differentiate(part, step, weight, learning))
        .reduce(
            (first, second) ->
                new Derivative(
                    first.objective.and(second.objective),
                    GradientSum.add(first.gradients, second.gradients)))
        .orElseThrow();
  }

  private Derivative differentiate(
      Function<Step<B>, Objective> part, Step<B> step, double weight, List<NDArray> learning) {
    Objective objective = Gradients.recording(() -> part.apply(step));
    NDArray total = objective.total();
    NDArray share = weight == 1 ? total : Gradients.recording(() -> Scale.by(total, weight));
    try {
      return new Derivative(objective, Gradients.of(share, learning));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The objective of the phase \"%s\" has no gradient: %s".formatted(name, e.getMessage()),
          e);
    }
  }

  /**
   * Runs the phase once without a training loop: computes the objective and its gradients, and
   * updates each learner. {@link #active} is not evaluated.
   *
   * @return the objective before the update; its arrays are freed at the end of the step
   * @throws IllegalArgumentException if the objective has no gradient
   */
  public Objective learn(Step<B> step) {
    Derivative derivative = differentiate(step, 1);
    update(derivative.gradients, step.index());
    return derivative.objective;
  }

  /** Returns the trainable parameters of all learners, network by network. */
  public List<NDArray> parameters() {
    return learners.stream().flatMap(learner -> learner.parameters().values().stream()).toList();
  }

  /**
   * Updates each learner once by its optimizer.
   *
   * @param gradients with respect to {@link #parameters()}, in that order
   * @param step the training step, counted from 0
   */
  public void update(NDList gradients, long step) {
    int from = 0;
    for (Network learner : learners) {
      int to = from + learner.parameters().size();
      learner.learn(new NDList(gradients.subList(from, to)), step);
      from = to;
    }
  }

  /**
   * Returns a copy that runs in steps 0, {@code interval}, 2·{@code interval} and so on.
   *
   * @param interval at least 1
   */
  public Phase<B> every(long interval) {
    if (interval < 1) {
      throw new IllegalArgumentException("interval must be at least 1, but was " + interval);
    }
    return new Phase<>(name, learners, summands, step -> step % interval == 0);
  }
}
