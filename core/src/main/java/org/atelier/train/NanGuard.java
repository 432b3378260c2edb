package org.atelier.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the first step whose objective is not finite. Observed metrics, which are not minimised,
 * may be infinite.
 */
final class NanGuard {
  private NanGuard() {}

  /**
   * Returns the index of the first step with a phase whose objective is NaN or infinite, or the
   * number of steps if there is none.
   */
  static int finite(List<StepMetrics> steps) {
    int index = 0;
    while (index < steps.size() && brokenPhase(steps.get(index)).isEmpty()) {
      index++;
    }
    return index;
  }

  /** Creates the exception that ends the run at such a step. */
  static TrainingException failure(StepMetrics step) {
    String phase = brokenPhase(step).orElseThrow();
    return new TrainingException(
        "The loss of the phase \"%s\" is %s at step %s%s. The last checkpoint is from an earlier step and usable; start a new run with a lower learning rate, or clip gradients by global norm"
            .formatted(
                phase, step.values().get(phase), step.stepsDone(), terms(phase, step.values())));
  }

  private static Optional<String> brokenPhase(StepMetrics step) {
    return step.phases().stream()
        .filter(phase -> !Float.isFinite(step.values().getOrDefault(phase, 0f)))
        .findFirst();
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
