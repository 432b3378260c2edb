package org.atelier.metrics.sets;

import org.atelier.options.OptionChecks;

/**
 * Options of {@link KernelDistance}.
 *
 * @param kernel the kernel of two feature vectors
 * @param estimator the estimator of MMD²
 * @param subsets the number of random subsets, at least 1
 * @param subsetSize number of pictures of each set in a subset, at least 2
 * @param seed seed of the random subsets
 */
public record KernelOptions(
    Kernel kernel, Estimator estimator, int subsets, int subsetSize, long seed) {
  /** Estimators of the squared maximum mean discrepancy (Gretton et al., JMLR 2012). */
  public enum Estimator {
    /**
     * Unbiased, without the diagonals of the kernel matrices of each set; KID's estimator. May be
     * negative.
     */
    UNBIASED,
    /** Biased, with the diagonals; at least 0. */
    BIASED,
    /**
     * The unbiased U-statistic, also without pairs of equal index across the sets, which must have
     * the same size.
     */
    U_STATISTIC
  }

  /** Checks the range of every component. */
  public KernelOptions {
    OptionChecks.atLeast(1, "subsets", subsets);
    OptionChecks.atLeast(2, "subsetSize", subsetSize);
  }

  /**
   * Returns the usual protocol of KID: the cubic kernel, unbiased, 100 subsets of 1000 pictures.
   */
  public static KernelOptions defaults() {
    return new KernelOptions(Kernel.cubic(), Estimator.UNBIASED, 100, 1000, 2020);
  }

  /** Returns a copy with this kernel. */
  public KernelOptions withKernel(Kernel kernel) {
    return new KernelOptions(kernel, estimator, subsets, subsetSize, seed);
  }

  /** Returns a copy with this estimator of MMD². */
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
