package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.atelier.engine.Gradients;
import org.atelier.metrics.Fingerprint;
import org.atelier.metrics.Score;

/**
 * Computes the mean of a {@link PairMetric} over pairs incrementally, batch by batch in float64.
 */
public final class PairMean {
  private final PairMetric metric;
  private final String split;
  private long count;
  private long infinite;
  private double mean;
  private double squares;

  /**
   * Creates an empty mean.
   *
   * @param metric the metric
   * @param split the name of the reference data, such as {@code "Set5, ×4"}
   */
  public PairMean(PairMetric metric, String split) {
    this.metric = metric;
    this.split = split;
  }

  /**
   * Adds a batch of pairs.
   *
   * @param actual (N, C, H, W) in the metric's range
   * @param expected the same shape
   */
  public void add(NDArray actual, NDArray expected) {
    try (NDManager scratch = actual.getManager().newSubManager()) {
      NDArray x = within(scratch, actual);
      NDArray y = within(scratch, expected);
      NDArray values = Gradients.withoutRecording(() -> metric.of(x, y));
      for (double value : values.toType(DataType.FLOAT64, false).toDoubleArray()) {
        add(value);
      }
    }
  }

  /**
   * Aliases pictures in a temporary manager, since results are attached to the manager of the first
   * argument.
   */
  private static NDArray within(NDManager scratch, NDArray pictures) {
    NDArray alias = pictures.reshape(pictures.getShape());
    alias.attach(scratch);
    return alias;
  }

  /** Welford's update, which is numerically stable. */
  private void add(double value) {
    count++;
    if (Double.isInfinite(value)) {
      infinite++;
      return;
    }
    double change = value - mean;
    mean += change / (count - infinite);
    squares += change * (value - mean);
  }

  /** Returns the number of pairs so far. */
  public long count() {
    return count;
  }

  /**
   * Returns the mean over all pairs; infinite if the value of a pair is (equal pictures have an
   * infinite PSNR).
   *
   * @throws IllegalStateException if there are no pairs
   */
  public Score score() {
    if (count == 0) {
      throw new IllegalStateException(
          "There are no pairs; add pictures before asking for the mean " + metric.name());
    }
    boolean finite = infinite == 0;
    return new Score(
        metric.name(),
        finite ? mean : Double.POSITIVE_INFINITY,
        finite ? Math.sqrt(squares / count) : 0,
        metric.higherIsBetter(),
        new Fingerprint(
            metric.protocol(),
            metric.network(),
            metric.networkHash(),
            Fingerprint.NONE,
            metric.range().toString(),
            count,
            count,
            split));
  }
}
