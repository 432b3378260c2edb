package org.atelier.train;

import java.io.IOException;
import org.atelier.model.Phase;

/**
 * Ends a run when a metric has not become smaller for a while. A resumed run reads its history from
 * {@link LossLog#FILE}.
 *
 * <p>A GAN's losses say little about its pictures; this is for models whose loss means something.
 */
public final class EarlyStop implements LoopListener {
  private final String metric;
  private final String phase;
  private final long patience;
  private double best = Double.POSITIVE_INFINITY;
  private long bestStep;

  /**
   * A rule.
   *
   * @param metric such as {@code "autoencoder"} or {@code "autoencoder.kl"}
   * @param patience steps without a smaller value after which the run ends
   */
  public EarlyStop(String metric, long patience) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience must be at least 1, but was " + patience);
    }
    this.metric = metric;
    this.phase = metric.split("\\.", 2)[0];
    this.patience = patience;
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    var phases = run.model().phases().stream().map(Phase::name).toList();
    if (!phases.contains(phase)) {
      throw new IllegalArgumentException(
          "There is no phase for the metric \"%s\" to stop by; there are %s"
              .formatted(metric, phases));
    }
    best = Double.POSITIVE_INFINITY;
    bestStep = 0;
    // The log was cut to the checkpoint before: the loop's own listeners are called first.
    LossLog.read(run.folder(), metric).forEach(this::learn);
  }

  @Override
  public void onStep(StepReport report) {
    Float value = report.metrics().get(metric);
    if (value == null) {
      if (report.phases().contains(phase)) {
        throw new IllegalArgumentException(
            "There is no metric \"%s\" to stop by; there are %s"
                .formatted(metric, report.metrics().keySet()));
      }
      // Its phase took no part in this step.
      return;
    }
    learn(report.stepsDone(), value);
    if (report.stepsDone() - bestStep >= patience) {
      report.requestStop("%s has not been below %s for %s steps".formatted(metric, best, patience));
    }
  }

  private void learn(long stepsDone, float value) {
    if (value < best) {
      best = value;
      bestStep = stepsDone;
    }
  }
}
