package org.atelier.metrics;

import java.util.Arrays;

/**
 * How well a score tells two kinds of examples apart: the area under the ROC curve, which is the
 * probability that one of the positives has a higher score than one of the negatives, a tie
 * counting half (Hanley and McNeil, Radiology 143, 1982). 1 is perfect, ½ is chance.
 */
public final class RocArea {
  private RocArea() {}

  /**
   * The area.
   *
   * @param negatives the scores of ordinary examples, at least one
   * @param positives the scores of those to be found, at least one
   * @throws IllegalArgumentException if one is empty, or a score is not a number
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
