package org.atelier.metrics;

/**
 * How a {@link KernelDistance} is taken.
 *
 * @param kernel the similarity of two pictures
 * @param estimator of the squared distance
 * @param subsets the number of random subsets, at least 1
 * @param subsetSize pictures of each set in a subset, at least 2
 * @param seed decides the subsets
 */
public record KernelOptions(
    Kernel kernel, Estimator estimator, int subsets, int subsetSize, long seed) {
  /** Estimators of the squared maximum mean discrepancy (Gretton et al., JMLR 2012). */
  public enum Estimator {
    /** Without the similarities of a picture to itself: KID's. May fall below 0. */
    UNBIASED,
    /** With them. */
    BIASED,
    /** Unbiased, and without the pairs of equal index across the sets, which must be as large. */
    U_STATISTIC
  }

  /** Checks the numbers. */
  public KernelOptions {
    Options.atLeast(1, "subsets", subsets);
    Options.atLeast(2, "subsetSize", subsetSize);
  }

  /** KID as usual: the cubic kernel, unbiased, 100 subsets of 1000 pictures. */
  public static KernelOptions defaults() {
    return new KernelOptions(Kernel.cubic(), Estimator.UNBIASED, 100, 1000, 2020);
  }

  /** The same with this kernel. */
  public KernelOptions withKernel(Kernel kernel) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** The same with this estimator. */
  public KernelOptions withEstimator(Estimator estimator) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** The same with so many subsets of so many pictures of each set. */
  public KernelOptions withSubsets(int subsets, int subsetSize) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** The same with this seed. */
  public KernelOptions withSeed(long seed) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  String description() {
    return "%s, %s, %s subsets of %s, seed %s"
        .formatted(kernel.description(), estimator, subsets, subsetSize, seed);
  }
}
