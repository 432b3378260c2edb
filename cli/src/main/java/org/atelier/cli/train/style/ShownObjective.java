package org.atelier.cli.train.style;

import ai.djl.ndarray.NDManager;
import org.atelier.engine.Gradients;
import org.atelier.model.Phase;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;

/** The value of a model's objective on the shown pictures. */
final class ShownObjective {
  private ShownObjective() {}

  /**
   * Computes it without recording.
   *
   * @param owner the batch's manager
   */
  static <B> double of(Phase<B> phase, B batch, NDManager owner) {
    var step = new Step<>(0, batch, owner, CounterRandom.of(0));
    return Gradients.withoutRecording(() -> phase.objective(step).total()).getFloat();
  }
}
