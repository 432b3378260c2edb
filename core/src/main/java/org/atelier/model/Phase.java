package org.atelier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.atelier.engine.Gradients;

/**
 * One part of a training step: which networks learn, and what they minimise. All other networks are
 * frozen while it runs: their weight gradients are not even computed.
 *
 * @param name what listeners call it
 * @param learners the networks that change
 * @param objective computed anew at every step that the phase takes part in
 * @param active which steps, counted from 0, the phase takes part in
 * @param <B> the batch
 */
public record Phase<B>(
    String name,
    List<Network> learners,
    Function<Step<B>, Objective> objective,
    LongPredicate active) {
  /** Checks the name, which begins those of metrics, and that somebody learns. */
  public Phase {
    if (!name.matches("[^\\p{Cntrl},.\"]+")) {
      throw new IllegalArgumentException(
          "A phase's name must not be empty and have no dot, comma or quotation mark, but was \""
              + name
              + "\"");
    }
    learners = List.copyOf(learners);
    if (learners.isEmpty()) {
      throw new IllegalArgumentException("The phase \"" + name + "\" has no learner");
    }
  }

  /** A phase of every step. */
  public static <B> Phase<B> of(
      String name, Function<Step<B>, Objective> objective, Network... learners) {
    return new Phase<>(name, List.of(learners), objective, step -> true);
  }

  /**
   * Takes part in a step without a training loop: the objective, its gradients for the learners,
   * one update of each. Whether the phase is active is not asked.
   *
   * @return the objective before the update; its arrays die with the step
   * @throws IllegalArgumentException if the objective has no derivative
   */
  public Objective learn(Step<B> step) {
    Objective minimised = Gradients.recording(() -> objective.apply(step));
    update(Gradients.of(minimised.total(), parameters()), step.index());
    return minimised;
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
    return new Phase<>(name, learners, objective, step -> step % interval == 0);
  }
}
