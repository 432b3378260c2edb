package org.atelier.train;

import java.util.List;
import java.util.Map;

/**
 * Stops a run that minimises what is no longer a finite number, and says in which phase that was
 * seen first. The loop always has one.
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
   * Looks at what the phases minimise; what is only observed may be infinite.
   *
   * @throws TrainingException if one is not finite
   */
  @Override
  public void onStep(StepReport report) {
    if (report.step() % every != 0) {
      return;
    }
    for (String phase : report.phases()) {
      Float loss = report.metrics().get(phase);
      if (loss != null && !Float.isFinite(loss)) {
        throw new TrainingException(
            "The loss of the phase \"%s\" is %s at step %s%s. The last checkpoint is from before, and can be used; start a new run with a lower learning rate, or with a limit to the gradient's norm"
                .formatted(phase, loss, report.stepsDone(), terms(phase, report.metrics())));
      }
    }
  }

  private static String terms(String phase, Map<String, Float> metrics) {
    List<String> terms =
        metrics.entrySet().stream()
            .filter(metric -> metric.getKey().startsWith(phase + "."))
            .filter(metric -> !Float.isFinite(metric.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return terms.isEmpty() ? "" : " (" + String.join(", ", terms) + ")";
  }
}
