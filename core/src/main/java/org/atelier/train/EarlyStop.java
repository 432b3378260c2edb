package org.atelier.train;

/**
 * Ends a run when a metric has not become smaller for a while.
 *
 * <p>A GAN's losses say little about its pictures; this is for models whose loss means something.
 */
public final class EarlyStop implements LoopListener {
  private final String metric;
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
    this.patience = patience;
  }

  @Override
  public void onStart(TrainingRun run) {
    best = Double.POSITIVE_INFINITY;
    bestStep = run.firstStep();
  }

  @Override
  public void onStep(StepReport report) {
    Float value = report.metrics().get(metric);
    if (value == null) {
      throw new IllegalArgumentException(
          "There is no metric \"%s\" to stop by; there are %s"
              .formatted(metric, report.metrics().keySet()));
    }
    if (value < best) {
      best = value;
      bestStep = report.step();
    } else if (report.step() - bestStep >= patience) {
      report.requestStop("%s has not been below %s for %d steps".formatted(metric, best, patience));
    }
  }
}
