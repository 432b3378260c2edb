package org.atelier.train;

import java.util.Map;

/**
 * Stops a run whose numbers are no longer finite, and says in which phase that was seen first. The
 * loop always has one.
 *
 * @param every steps between two looks; a look fetches the metrics from the device
 */
public record NanGuard(long every) implements LoopListener {
  /** Checks the number. */
  public NanGuard {
    if (every < 1) {
      throw new IllegalArgumentException("every must be at least 1, but was " + every);
    }
  }

  /**
   * Looks at the metrics.
   *
   * @throws TrainingException if one is not finite
   */
  @Override
  public void onStep(StepReport report) {
    if (report.step() % every != 0) {
      return;
    }
    for (Map.Entry<String, Float> metric : report.metrics().entrySet()) {
      if (!Float.isFinite(metric.getValue())) {
        String name = metric.getKey();
        int dot = name.indexOf('.');
        throw new TrainingException(
            "The loss of the phase \"%s\" is %s at step %d (%s). The last checkpoint is from before; resume from it with a lower learning rate or a gradient norm limit"
                .formatted(
                    dot < 0 ? name : name.substring(0, dot),
                    metric.getValue(),
                    report.stepsDone(),
                    name));
      }
    }
  }
}
