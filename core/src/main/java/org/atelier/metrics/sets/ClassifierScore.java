package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import org.atelier.metrics.MeanAndDeviation;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * The classifier score, exp(mean over pictures of KL(p(y|x) ‖ p(y))): high if the classifier's
 * predictions are confident for each picture and varied over the set. With the published Inception
 * weights it is the Inception Score (Salimans et al., arXiv:1606.03498). In [1, classes]; higher is
 * better.
 *
 * <p>As in the reference implementation, the pictures are split into consecutive parts, and the
 * score is the mean over the parts. The mean of KL is computed as −Σ p̄ log p̄ + mean Σ p log p, so
 * memory does not grow with the number of pictures.
 */
public final class ClassifierScore {
  private final long expected;
  private final int splits;
  private final double[] negativeEntropy;
  private double @Nullable [][] sums;
  private long count;

  /**
   * Creates an empty score.
   *
   * @param expected the number of pictures that will be added
   * @param splits the number of parts, at least 1; 10 is usual
   */
  public ClassifierScore(long expected, int splits) {
    this.splits = OptionChecks.atLeast(1, "splits", splits);
    this.expected = expected;
    if (expected < splits) {
      throw new IllegalArgumentException(
          "Expected at least one picture in each of %s parts, but there are %s pictures"
              .formatted(splits, expected));
    }
    negativeEntropy = new double[splits];
  }

  /**
   * Adds a batch of predictions.
   *
   * @param probabilities (N, classes), rows that sum to 1
   * @throws IllegalArgumentException if a row is no probability distribution, or there are more
   *     pictures than expected
   */
  public void add(NDArray probabilities) {
    Moments.requireMatrix(probabilities.getShape());
    int classes = Math.toIntExact(probabilities.getShape().get(1));
    try (NDArray exact = probabilities.toType(DataType.FLOAT64, true)) {
      double[] values = exact.toDoubleArray();
      int rows = classes == 0 ? 0 : values.length / classes;
      if (count + rows > expected) {
        throw new IllegalArgumentException(
            "Expected %s pictures in all, but got more; pass their number to the constructor"
                .formatted(expected));
      }
      // All rows are checked before the first is added.
      for (int i = 0; i < rows; i++) {
        requireProbabilities(values, i * classes, classes);
      }
      double[][] sums = sums(classes);
      for (int i = 0; i < rows; i++) {
        add(values, i * classes, sums);
      }
    }
  }

  private double[][] sums(int classes) {
    if (sums == null) {
      sums = new double[splits][classes];
    }
    if (sums[0].length != classes) {
      throw new IllegalArgumentException(
          "Expected %s classes, as before, but got %s".formatted(sums[0].length, classes));
    }
    return sums;
  }

  private static void requireProbabilities(double[] values, int offset, int classes) {
    double total = 0;
    for (int c = 0; c < classes; c++) {
      double p = values[offset + c];
      total += p;
      if (!(p >= 0)) {
        throw new IllegalArgumentException(
            "Expected probabilities, but got " + p + "; apply softmax to logits first");
      }
    }
    if (!(Math.abs(total - 1) < 1e-3)) {
      throw new IllegalArgumentException(
          "Expected probabilities that sum to 1, but the sum was " + total);
    }
  }

  private void add(double[] values, int offset, double[][] sums) {
    int part = part(count);
    for (int c = 0; c < sums[part].length; c++) {
      double p = values[offset + c];
      sums[part][c] += p;
      negativeEntropy[part] += timesLog(p);
    }
    count++;
  }

  /** The part of a picture; part j begins at picture ⌊j·n/splits⌋. */
  private int part(long index) {
    int part = (int) (index * splits / expected);
    return begin(part + 1) <= index ? part + 1 : part;
  }

  private long begin(int part) {
    return part * expected / splits;
  }

  private static double timesLog(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }

  /** Returns the number of pictures so far. */
  public long count() {
    return count;
  }

  /**
   * Returns the mean and the population standard deviation over the parts.
   *
   * @throws IllegalStateException if there are fewer pictures than expected
   */
  public MeanAndDeviation result() {
    if (sums == null || count < expected) {
      throw new IllegalStateException(
          "Expected %s pictures in all, but got %s".formatted(expected, count));
    }
    var scores = new ArrayList<Double>();
    for (int part = 0; part < splits; part++) {
      double size = begin(part + 1) - begin(part);
      double divergence = negativeEntropy[part] / size;
      for (double sum : sums[part]) {
        divergence -= timesLog(sum / size);
      }
      scores.add(Math.exp(divergence));
    }
    return MeanAndDeviation.of(scores);
  }
}
