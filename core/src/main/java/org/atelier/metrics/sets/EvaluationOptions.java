package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

/**
 * How an {@link Evaluation} is done.
 *
 * @param kernel of the kernel distance
 * @param precisionRecall of precision, recall, density and coverage
 * @param classifier of the classifier score, which is off unless asked for
 * @param capacity features kept of each set for distance, precision and recall, in pictures, at
 *     least 1; each takes 4·D bytes
 * @param rounded whether pictures are rounded to 8 bits first, as they are in files
 * @param seed decides which pictures are kept where there are more than {@code capacity}
 */
public record EvaluationOptions(
    KernelOptions kernel,
    PrecisionRecallOptions precisionRecall,
    ClassifierScoreOptions classifier,
    int capacity,
    boolean rounded,
    long seed) {
  /** Checks the capacity. */
  public EvaluationOptions {
    OptionChecks.atLeast(1, "capacity", capacity);
  }

  /** 10,000 features kept, no classifier score, pictures rounded to 8 bits. */
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

  /** Returns a copy that rounds pictures to 8 bits first, or leaves them as they are. */
  public EvaluationOptions withRounded(boolean rounded) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }

  /** Returns a copy with this seed, which decides the pictures that are kept. */
  public EvaluationOptions withSeed(long seed) {
    return new EvaluationOptions(kernel, precisionRecall, classifier, capacity, rounded, seed);
  }
}
