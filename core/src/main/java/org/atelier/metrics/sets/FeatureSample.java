package org.atelier.metrics.sets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.engine.HostValues;
import org.atelier.options.OptionChecks;
import org.atelier.random.CounterRandom;
import org.atelier.weights.HostTensor;

/**
 * A random sample of the features of at most {@code capacity} pictures, for metrics that need all
 * features at once. If more pictures are added, each is kept with the same probability (reservoir
 * sampling by Vitter's algorithm R, 1985), by a seed.
 */
public final class FeatureSample {
  private final int capacity;
  private final CounterRandom random;
  private final List<float[]> rows = new ArrayList<>();
  private long seen;

  /**
   * Creates an empty sample.
   *
   * @param capacity the maximum number of pictures that are kept, at least 1; D floats each
   * @param seed seed of the random choice if there are more
   */
  public FeatureSample(int capacity, long seed) {
    this.capacity = OptionChecks.atLeast(1, "capacity", capacity);
    random = CounterRandom.of(seed, "feature sample");
  }

  /**
   * Restores a sample from its features.
   *
   * @param rows (size, D)
   */
  static FeatureSample of(int capacity, long seed, long seen, HostTensor rows) {
    var sample = new FeatureSample(capacity, seed);
    int size = Math.toIntExact(rows.shape().get(1));
    float[] values = rows.toFloats();
    for (int i = 0; i < rows.shape().get(0); i++) {
      sample.rows.add(Arrays.copyOfRange(values, i * size, (i + 1) * size));
    }
    sample.seen = seen;
    return sample;
  }

  /**
   * Adds a batch of features.
   *
   * @param features (N, D), with the same D as earlier batches
   */
  public void add(NDArray features) {
    Shape shape = features.getShape();
    Moments.requireMatrix(shape);
    int size = Math.toIntExact(shape.get(1));
    if (!rows.isEmpty() && rows.get(0).length != size) {
      throw new IllegalArgumentException(
          "Expected %s features of each picture, as in earlier batches, but got %s"
              .formatted(rows.get(0).length, size));
    }
    float[] values = floats(features);
    for (int i = 0; i < shape.get(0); i++) {
      long slot = seen < capacity ? seen : random.nextLong(seen + 1);
      seen++;
      if (slot < capacity) {
        var row = new float[size];
        System.arraycopy(values, i * size, row, 0, size);
        if (slot < rows.size()) {
          rows.set((int) slot, row);
        } else {
          rows.add(row);
        }
      }
    }
  }

  private static float[] floats(NDArray features) {
    if (features.getDataType() == DataType.FLOAT32) {
      return features.toFloatArray();
    }
    try (NDArray single = features.toType(DataType.FLOAT32, true)) {
      return single.toFloatArray();
    }
  }

  /** Returns the number of pictures that were added. */
  public long seen() {
    return seen;
  }

  /** Returns the number of pictures that are kept. */
  public int size() {
    return rows.size();
  }

  /**
   * Returns the kept features, (size, D), float32; in the order of addition as long as all are
   * kept.
   */
  public NDArray toArray(NDManager manager) {
    return toArray(manager, 0, rows.size());
  }

  /** Returns the rows [begin, end). */
  NDArray toArray(NDManager manager, int begin, int end) {
    var indices = new int[end - begin];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = begin + i;
    }
    return toArray(manager, indices);
  }

  /** Returns the rows at these indices. */
  NDArray toArray(NDManager manager, int[] indices) {
    int size = rows.isEmpty() ? 0 : rows.get(0).length;
    var values = new float[Math.multiplyExact(indices.length, size)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rows.get(indices[i]), 0, values, i * size, size);
    }
    return HostValues.toArray(manager, values, new Shape(indices.length, size));
  }
}
