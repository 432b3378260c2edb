package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.engine.NativeFunction;
import org.atelier.metrics.MeanAndDeviation;
import org.atelier.random.CounterRandom;

/**
 * The squared maximum mean discrepancy (MMD²) of two sets of features, averaged over random
 * subsets. With features of the published Inception network and the cubic kernel it is KID
 * (Bińkowski et al., arXiv:1801.01401):
 *
 * <p>Σ<sub>i≠j</sub> k(xᵢ, xⱼ)/(n(n−1)) + Σ<sub>i≠j</sub> k(yᵢ, yⱼ)/(m(m−1)) − 2 Σ k(xᵢ, yⱼ)/(nm).
 *
 * <p>Unlike the Fréchet distance, the estimate is unbiased: with fewer pictures its variance is
 * larger but not its mean. Subsets are drawn without replacement by this library's random
 * generator, so they differ from numpy's.
 */
public final class KernelDistance {
  private static final NativeFunction SUM = NativeFunction.of("torch.sum(k)", "k");
  private static final NativeFunction TRACE = NativeFunction.of("torch.trace(k)", "k");

  private final KernelOptions options;
  private final NativeFunction kernel;
  private final long featureCount;

  /**
   * Creates a distance.
   *
   * @param options kernel, estimator and subsets
   * @param featureCount D, the number of features of a picture
   */
  public KernelDistance(KernelOptions options, long featureCount) {
    this.options = options;
    this.featureCount = featureCount;
    kernel =
        NativeFunction.of(
            options.kernel().expression("torch.to(x, 7)", "torch.to(y, 7)", featureCount),
            "x",
            "y");
  }

  /**
   * Computes the mean and the standard deviation of MMD² over random subsets.
   *
   * @throws IllegalArgumentException if a sample is smaller than a subset
   */
  public MeanAndDeviation between(FeatureSample reference, FeatureSample generated) {
    requireEnough("reference", reference);
    requireEnough("generated", generated);
    var first = new ArrayList<int[]>();
    var second = new ArrayList<int[]>();
    for (int i = 0; i < options.subsets(); i++) {
      var random = CounterRandom.of(options.seed(), i);
      first.add(subset(random.fork(0), reference.size()));
      second.add(subset(random.fork(1), generated.size()));
    }
    return between(reference, generated, first, second);
  }

  /** Computes the distance over given subsets, such as those of a reference implementation. */
  MeanAndDeviation between(
      FeatureSample reference, FeatureSample generated, List<int[]> first, List<int[]> second) {
    var values = new ArrayList<Double>();
    for (int i = 0; i < first.size(); i++) {
      try (NDManager scratch = NDManager.newBaseManager()) {
        values.add(
            between(
                reference.toArray(scratch, first.get(i)),
                generated.toArray(scratch, second.get(i))));
      }
    }
    return MeanAndDeviation.of(values);
  }

  private void requireEnough(String name, FeatureSample sample) {
    if (sample.size() < options.subsetSize()) {
      throw new IllegalArgumentException(
          "Expected at least %s %s pictures for a subset, but there are %s; use smaller subsets"
              .formatted(options.subsetSize(), name, sample.size()));
    }
  }

  private int[] subset(CounterRandom random, int size) {
    return Arrays.copyOf(random.permutation(size), options.subsetSize());
  }

  /**
   * Computes MMD² of two whole sets.
   *
   * @param x (n, D), n at least 2
   * @param y (m, D), m at least 2
   */
  public double between(NDArray x, NDArray y) {
    requireFeatures(x);
    requireFeatures(y);
    double n = x.getShape().get(0);
    double m = y.getShape().get(0);
    try (NDManager scratch = NDManager.newBaseManager()) {
      NDArray xx = similarity(scratch, x, x);
      NDArray yy = similarity(scratch, y, y);
      NDArray xy = similarity(scratch, x, y);
      double across = SUM.apply(xy).getDouble();
      if (options.estimator() == KernelOptions.Estimator.BIASED) {
        return SUM.apply(xx).getDouble() / (n * n)
            + SUM.apply(yy).getDouble() / (m * m)
            - 2 * across / (n * m);
      }
      double within = offDiagonal(xx) / (n * (n - 1)) + offDiagonal(yy) / (m * (m - 1));
      if (options.estimator() == KernelOptions.Estimator.UNBIASED) {
        return within - 2 * across / (n * m);
      }
      if (n != m) {
        throw new IllegalArgumentException(
            "The U-statistic needs two sets of the same size, but got "
                + (long) n
                + " and "
                + (long) m);
      }
      return within - 2 * offDiagonal(xy) / (n * (n - 1));
    }
  }

  /** Computes the kernel matrix, (n, m) in float64. */
  NDArray similarity(NDManager scratch, NDArray x, NDArray y) {
    NDArray similarities = kernel.apply(x, y);
    similarities.attach(scratch);
    return similarities;
  }

  private static double offDiagonal(NDArray similarities) {
    return SUM.apply(similarities).getDouble() - TRACE.apply(similarities).getDouble();
  }

  private void requireFeatures(NDArray features) {
    Shape shape = features.getShape();
    if (shape.dimension() != 2 || shape.get(1) != featureCount || shape.get(0) < 2) {
      throw new IllegalArgumentException(
          "Expected features (N, %s) of at least 2 pictures, but got %s"
              .formatted(featureCount, shape));
    }
  }
}
