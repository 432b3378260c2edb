package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeModule;
import org.atelier.weights.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * Computes the mean and the covariance of features incrementally, batch by batch in float64; memory
 * does not grow with the number of pictures.
 *
 * <p>Each batch is centred at its own mean and then combined with the others (Chan, Golub and
 * LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979),
 * which is accurate for means far from zero. Not thread-safe; {@link #add(Moments)} combines the
 * moments of several threads.
 */
public final class Moments implements AutoCloseable {
  /** 7 is float64. */
  private static final String OF_BATCH =
      """
          y = torch.to(x, 7)
          mean = torch.mean(y, [0], False, dtype=None)
          centred = torch.sub(y, mean)
          return [mean, torch.matmul(torch.t(centred), centred)]
      """;

  private static final String JOIN =
      """
          d = torch.sub(m2, m1)
          mean = torch.add(m1, torch.mul(d, share))
          scatter = torch.add(torch.add(s1, s2), torch.mul(torch.outer(d, d), weight))
          return [mean, scatter]
      """;

  private static final class Modules {
    static final NativeModule OF_BATCH =
        NativeModule.compile("x: Tensor", "List[Tensor]", Moments.OF_BATCH);
    static final NativeModule JOIN =
        NativeModule.compile(
            "m1: Tensor, s1: Tensor, m2: Tensor, s2: Tensor, share: Tensor, weight: Tensor",
            "List[Tensor]",
            Moments.JOIN);
  }

  private final NDManager manager = NDManager.newBaseManager();
  private long count;
  private @Nullable NDArray mean;

  /** Σ (x − mean)(x − mean)ᵀ. */
  private @Nullable NDArray scatter;

  /** Creates empty moments; the first batch determines D, the number of features. */
  public Moments() {}

  /**
   * Creates moments from a known mean and covariance, such as published statistics.
   *
   * @param count the number of pictures it was computed from, at least 2
   * @param mean (D)
   * @param covariance (D, D), the unbiased covariance (divided by count − 1)
   */
  public static Moments of(long count, HostTensor mean, HostTensor covariance) {
    long size = mean.shape().size();
    if (count < 2
        || mean.shape().dimension() != 1
        || !covariance.shape().equals(new Shape(size, size))) {
      throw new IllegalArgumentException(
          "Expected at least 2 pictures, a mean (D) and a covariance (D, D), but got %s, %s and %s"
              .formatted(count, mean.shape(), covariance.shape()));
    }
    var moments = new Moments();
    moments.count = count;
    try (NDManager scratch = moments.manager.newSubManager()) {
      NDArray exact = covariance.toArray(scratch).toType(DataType.FLOAT64, false);
      moments.keep(mean.toArray(scratch).toType(DataType.FLOAT64, true), exact.mul(count - 1.0));
    }
    return moments;
  }

  /**
   * Adds a batch of features.
   *
   * @param features (N, D), with the same D as earlier batches
   */
  public void add(NDArray features) {
    Shape shape = features.getShape();
    requireMatrix(shape);
    if (shape.get(0) == 0) {
      return;
    }
    try (NDManager scratch = manager.newSubManager()) {
      // Results are attached to the manager of the argument, which is the caller's.
      NDList batch = Modules.OF_BATCH.call(new NDList(NativeModule.alone(features)), false);
      batch.attach(scratch);
      join(scratch, shape.get(0), batch.get(0), batch.get(1));
    }
  }

  /** Combines these moments with others, which are unchanged. */
  public void add(Moments other) {
    if (other.count == 0) {
      return;
    }
    try (NDManager scratch = manager.newSubManager()) {
      NDArray otherMean = Objects.requireNonNull(other.mean);
      NDArray otherScatter = Objects.requireNonNull(other.scatter);
      join(scratch, other.count, otherMean.duplicate(), otherScatter.duplicate());
    }
  }

  private void join(NDManager scratch, long added, NDArray addedMean, NDArray addedScatter) {
    if (mean == null || scatter == null) {
      keep(addedMean, addedScatter);
      count = added;
      return;
    }
    if (!mean.getShape().equals(addedMean.getShape())) {
      throw new IllegalArgumentException(
          "Expected %s features of each picture, as in earlier batches, but got %s"
              .formatted(mean.getShape().get(0), addedMean.getShape().get(0)));
    }
    double total = (double) count + added;
    NDList joined =
        Modules.JOIN.call(
            new NDList(
                mean,
                scatter,
                addedMean,
                addedScatter,
                HostValues.number(scratch, added / total),
                HostValues.number(scratch, count * (added / total))),
            false);
    mean.close();
    scatter.close();
    keep(joined.get(0), joined.get(1));
    count += added;
  }

  private void keep(NDArray newMean, NDArray newScatter) {
    newMean.attach(manager);
    newScatter.attach(manager);
    mean = newMean;
    scatter = newScatter;
  }

  static void requireMatrix(Shape shape) {
    if (shape.dimension() != 2) {
      throw new IllegalArgumentException(
          "Expected features of shape (N, D), but got " + shape + "; pool or flatten them first");
    }
  }

  /** Returns the number of pictures. */
  public long count() {
    return count;
  }

  /** Returns the mean, (D), in float64. */
  public HostTensor mean() {
    return HostTensor.of(requireSome());
  }

  /**
   * Returns the unbiased covariance Σ (x − mean)(x − mean)ᵀ / (count − 1), (D, D), in float64.
   *
   * @throws IllegalStateException if there are fewer than 2 pictures
   */
  public HostTensor covariance() {
    try (NDManager scratch = manager.newSubManager()) {
      return HostTensor.of(covariance(scratch));
    }
  }

  NDArray mean(NDManager owner) {
    NDArray copy = requireSome().duplicate();
    copy.attach(owner);
    return copy;
  }

  NDArray covariance(NDManager owner) {
    requireSome();
    NDArray covariance = Objects.requireNonNull(scatter).div(count - 1.0);
    covariance.attach(owner);
    return covariance;
  }

  private NDArray requireSome() {
    if (count < 2 || mean == null) {
      throw new IllegalStateException(
          "A covariance needs at least 2 pictures, but there were " + count);
    }
    return mean;
  }

  @Override
  public void close() {
    manager.close();
  }
}
