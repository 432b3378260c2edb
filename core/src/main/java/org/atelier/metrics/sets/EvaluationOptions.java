package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

/**
 * Options of an {@link Evaluation}.
 *
 * @param kernel options of the kernel distance
 * @param precisionRecall options of precision, recall, density and coverage
 * @param classifier options of the classifier score, which is disabled by default
 * @param capacity number of pictures of each set whose features are kept for kernel distance,
 *     precision and recall, at least 1; 4·D bytes each
 * @param rounded whether pictures are first rounded to 8 bits, as image files are
 * @param seed seed of the random choice of pictures that are kept if there are more than {@code
 *     capacity}
 */
public record EvaluationOptions(
    KernelOptions kernel,
    PrecisionRecallOptions precisionRecall,
    ClassifierScoreOptions classifier,
    int capacity,
    boolean rounded,
    long seed) {
  /** Checks that the capacity is at least 1. */
  public EvaluationOptions {
    OptionChecks.atLeast(1, "capacity", capacity);
  }

  /** Returns the default: a capacity of 10,000, no classifier score, pictures rounded to 8 bits. */
  public static EvaluationOptions defaults() {
    return new EvaluationOptions(
        KernelOptions.defaults(),
        PrecisionRecallOptions.defaults(),
        ClassifierScoreOptions.defaults(),
        10_000,
        true,
        0);
  }

  /** Returns a copy with these options of the kernel distance. */
  public EvaluationOptions withKernel(KernelOptions kernel) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }

  /** Returns a copy with these options of precision and recall. */
  public EvaluationOptions withPrecisionRecall(PrecisionRecallOptions precisionRecall) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }

  /** Returns a copy with these options of the classifier score. */
  public EvaluationOptions withClassifier(ClassifierScoreOptions classifier) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }

  /** Returns a copy that keeps the features of this many pictures of each set, at least 1. */
  public EvaluationOptions withCapacity(int capacity) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }

  /** Returns a copy that rounds pictures to 8 bits first (true) or does not (false). */
  public EvaluationOptions withRounded(boolean rounded) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }

  /** Returns a copy with this seed of the choice of pictures that are kept. */
  public EvaluationOptions withSeed(long seed) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }
}
