package org.atelier.metrics;

/**
 * How an {@link Evaluation} is done.
 *
 * @param kernel of the kernel distance
 * @param precisionRecall of precision, recall, density and coverage
 * @param capacity features kept of each set for these two, in pictures; each takes 4·D bytes
 * @param scored the number of generated pictures that the classifier score will see; 0 for no score
 * @param splits of the classifier score
 * @param rounded whether pictures are rounded to 8 bits first, as they are in files
 * @param seed decides which pictures are kept where there are more than {@code capacity}
 */
public record EvaluationOptions(
    KernelOptions kernel,
    PrecisionRecallOptions precisionRecall,
    int capacity,
    long scored,
    int splits,
    boolean rounded,
    long seed) {
  /** Checks the numbers. */
  public EvaluationOptions {
    Options.atLeast(1, "capacity", capacity);
    Options.atLeast(1, "splits", splits);
    if (scored < 0) {
      throw new IllegalArgumentException("scored must be at least 0, but was " + scored);
    }
  }

  /** 10,000 features kept, no classifier score, pictures rounded to 8 bits. */
  public static EvaluationOptions defaults() {
    return new EvaluationOptions(
        KernelOptions.defaults(), PrecisionRecallOptions.defaults(), 10_000, 0, 10, true, 0);
  }

  /** The same with this kernel distance. */
  public EvaluationOptions withKernel(KernelOptions kernel) {
    return new EvaluationOptions(kernel, precisionRecall, capacity, scored, splits, rounded, seed);
  }

  /** The same with this precision and recall. */
  public EvaluationOptions withPrecisionRecall(PrecisionRecallOptions precisionRecall) {
    return new EvaluationOptions(kernel, precisionRecall, capacity, scored, splits, rounded, seed);
  }

  /** The same with so many features kept. */
  public EvaluationOptions withCapacity(int capacity) {
    return new EvaluationOptions(kernel, precisionRecall, capacity, scored, splits, rounded, seed);
  }

  /** The same with a classifier score of so many generated pictures, in so many parts. */
  public EvaluationOptions withClassifierScore(long scored, int splits) {
    return new EvaluationOptions(kernel, precisionRecall, capacity, scored, splits, rounded, seed);
  }

  /** The same with pictures rounded to 8 bits, or as they are. */
  public EvaluationOptions withRounded(boolean rounded) {
    return new EvaluationOptions(kernel, precisionRecall, capacity, scored, splits, rounded, seed);
  }

  /** The same with this seed. */
  public EvaluationOptions withSeed(long seed) {
    return new EvaluationOptions(kernel, precisionRecall, capacity, scored, splits, rounded, seed);
  }
}
