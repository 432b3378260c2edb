package org.atelier.metrics;

import java.util.Arrays;

/**
 * The area under the ROC curve (AUC): the probability that a random positive has a higher score
 * than a random negative, where ties count half (Hanley and McNeil, Radiology 143, 1982). 1 for
 * perfect separation, ½ for random scores.
 */
public final class RocArea {
  private RocArea() {}

  /**
   * Computes the area under the ROC curve, in [0, 1].
   *
   * @param negatives scores of the negatives (normal examples), at least one
   * @param positives scores of the positives (anomalies), at least one
   * @throws IllegalArgumentException if an array is empty, or a score is NaN
   */
  public static double of(double[] negatives, double[] positives) {
    double[] below = sorted("negatives", negatives);
    double[] above = sorted("positives", positives);
    double wins = 0;
    int less = 0;
    int upTo = 0;
    for (double score : above) {
      while (less < below.length && below[less] < score) {
        less++;
      }
      upTo = Math.max(upTo, less);
      while (upTo < below.length && below[upTo] <= score) {
        upTo++;
      }
      wins += (less + upTo) / 2.0;
    }
    return wins / ((double) below.length * above.length);
  }

  private static double[] sorted(String name, double[] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("Expected at least one score of the " + name);
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    // NaN comes last.
    if (Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("A score of the " + name + " is not a number");
    }
    return sorted;
  }
}
