package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

/**
 * Options of the classifier score (Inception Score) of an {@link Evaluation}.
 *
 * @param pictures the number of generated pictures that will be added; 0 to compute no score
 * @param splits number of parts over which mean and deviation are computed, at least 1; 10 is usual
 */
public record ClassifierScoreOptions(long pictures, int splits) {
  /** Checks the range of both components. */
  public ClassifierScoreOptions {
    OptionChecks.atLeast(0, "pictures", pictures);
    OptionChecks.atLeast(1, "splits", splits);
  }

  /** Returns the default: no score; 10 splits. */
  public static ClassifierScoreOptions defaults() {
    return new ClassifierScoreOptions(0, 10);
  }

  /** Returns a copy with this number of generated pictures; 0 for no score. */
  public ClassifierScoreOptions withPictures(long pictures) {
    return new ClassifierScoreOptions(pictures, splits);
  }

  /** Returns a copy with this number of splits, at least 1. */
  public ClassifierScoreOptions withSplits(int splits) {
    return new ClassifierScoreOptions(pictures, splits);
  }
}
