package org.atelier.train;

import java.io.IOException;
import org.atelier.model.Phase;

/**
 * Early stopping: ends a run when a metric has not decreased for a number of steps. A resumed run
 * reads the metric's history from {@link LossLog#FILE}.
 *
 * <p>Use it for models whose loss measures their quality, such as auto-encoders; a GAN's losses are
 * not correlated with the quality of its samples.
 */
public final class EarlyStop implements LoopListener {
  private final String metric;
  private final String phase;
  private final long patience;
  private double best = Double.POSITIVE_INFINITY;
  private long bestStep;

  /**
   * Creates a listener.
   *
   * @param metric name of the metric, such as {@code "autoencoder"} or {@code "autoencoder.kl"}
   * @param patience number of steps without a smaller value after which the run ends, at least 1
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
          "There is no phase of the metric \"%s\" for early stopping; the phases are %s"
              .formatted(metric, phases));
    }
    best = Double.POSITIVE_INFINITY;
    bestStep = 0;
    // LossLog has truncated the file to the checkpoint: the loop's own listeners are called first.
    LossLog.read(run.folder(), metric).forEach(this::learn);
  }

  @Override
  public void onStep(StepReport report) {
    Float value = report.metrics().get(metric);
    if (value == null) {
      if (report.phases().contains(phase)) {
        throw new IllegalArgumentException(
            "There is no metric \"%s\" for early stopping; the metrics are %s"
                .formatted(metric, report.metrics().keySet()));
      }
      // Its phase was not active in this step.
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
