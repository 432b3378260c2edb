package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

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
    OptionChecks.atLeast(1, "subsets", subsets);
    OptionChecks.atLeast(2, "subsetSize", subsetSize);
  }

  /** KID as usual: the cubic kernel, unbiased, 100 subsets of 1000 pictures. */
  public static KernelOptions defaults() {
    return new KernelOptions(Kernel.cubic(), Estimator.UNBIASED, 100, 1000, 2020);
  }

  /** Returns a copy with this kernel. */
  public KernelOptions withKernel(Kernel kernel) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** Returns a copy with this estimator of the squared distance. */
  public KernelOptions withEstimator(Estimator estimator) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** Returns a copy with this many random subsets, at least 1. */
  public KernelOptions withSubsets(int subsets) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** Returns a copy with this many pictures of each set in a subset, at least 2. */
  public KernelOptions withSubsetSize(int subsetSize) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** Returns a copy with this seed of the subsets. */
  public KernelOptions withSeed(long seed) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  String description() {
    return "%s, %s, %s subsets of %s, seed %s"
        .formatted(kernel.description(), estimator, subsets, subsetSize, seed);
  }
}
