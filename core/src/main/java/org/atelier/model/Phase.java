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
 * One part of a training step: which networks learn, and what they minimise. All other networks are
 * frozen while it runs: their weight gradients are not even computed.
 *
 * @param name what listeners call it
 * @param learners the networks that change
 * @param summands the objective's: each is computed and differentiated anew at every step that the
 *     phase takes part in, one after another, so that no more than one is remembered at a time
 * @param active which steps, counted from 0, the phase takes part in
 * @param <B> the batch
 */
public record Phase<B>(
    String name,
    List<Network> learners,
    List<Function<Step<B>, Objective>> summands,
    LongPredicate active) {
  /**
   * What was minimised, and its derivatives.
   *
   * @param objective its arrays die with the step
   * @param gradients by {@link Phase#parameters()}, in their order
   */
  public record Derivative(Objective objective, NDList gradients) {}

  /** Checks the name, which begins those of metrics, and that somebody learns something. */
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
      throw new IllegalArgumentException("The phase \"" + name + "\" has no learner");
    }
  }

  /** A phase of some steps, whose objective has one summand. */
  public Phase(
      String name,
      List<Network> learners,
      Function<Step<B>, Objective> objective,
      LongPredicate active) {
    this(name, learners, List.of(objective), active);
  }

  /** A phase of every step. */
  public static <B> Phase<B> of(
      String name, Function<Step<B>, Objective> objective, Network... learners) {
    return new Phase<>(name, List.of(learners), List.of(objective), step -> true);
  }

  /**
   * The same with another summand of the objective, which shares no computation with the others but
   * what {@link Step#once} keeps without a record: derivatives add up, and the memory of one is
   * free before the next begins.
   */
  public Phase<B> plus(Function<Step<B>, Objective> summand) {
    var more = new ArrayList<>(summands);
    more.add(summand);
    return new Phase<>(name, learners, more, active);
  }

  /** The objective as a whole; recorded if the thread records. */
  public Objective objective(Step<B> step) {
    return summands.stream().map(part -> part.apply(step)).reduce(Objective::and).orElseThrow();
  }

  /**
   * The objective and its derivatives.
   *
   * @param weight by which the derivatives are multiplied: the share of one batch of several
   * @throws IllegalArgumentException if the objective has none
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
          "The objective of the phase \"%s\" has no derivative: %s".formatted(name, e.getMessage()),
          e);
    }
  }

  /**
   * Takes part in a step without a training loop: the objective, its gradients for the learners,
   * one update of each. Whether the phase is active is not asked.
   *
   * @return the objective before the update; its arrays die with the step
   * @throws IllegalArgumentException if the objective has no derivative
   */
  public Objective learn(Step<B> step) {
    Derivative derivative = differentiate(step, 1);
    update(derivative.gradients, step.index());
    return derivative.objective;
  }

  /** All arrays that learn, one network's after another's. */
  public List<NDArray> parameters() {
    return learners.stream().flatMap(learner -> learner.parameters().values().stream()).toList();
  }

  /**
   * One update of each learner.
   *
   * @param gradients of {@link #parameters()}, in their order
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

  /** The same in every {@code interval}-th step: the first, and so on. */
  public Phase<B> every(long interval) {
    if (interval < 1) {
      throw new IllegalArgumentException("interval must be at least 1, but was " + interval);
    }
    return new Phase<>(name, learners, summands, step -> step % interval == 0);
  }
}
