package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.data.ContentHash;
import org.atelier.data.TrainingData;
import org.atelier.engine.HostValues;
import org.atelier.random.CounterRandom;

/**
 * A batch of vectors, for example measurements, sounds or text embeddings.
 *
 * @param examples (N, F), float32
 */
public record Vectors(NDArray examples) implements ExampleBatch {
  /**
   * Returns training data of vectors in memory.
   *
   * @param vectors at least one, all of the same length F ≥ 1, with finite values; copied
   * @throws IllegalArgumentException if there is none, the lengths differ, or a value is not finite
   */
  public static TrainingData<Vectors> of(List<float[]> vectors) {
    if (vectors.isEmpty() || vectors.get(0).length == 0) {
      throw new IllegalArgumentException("Expected at least one vector of at least one value");
    }
    int length = vectors.get(0).length;
    var copy = new float[vectors.size()][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = vectors.get(i).clone();
      if (copy[i].length != length) {
        throw new IllegalArgumentException(
            "Expected vectors of one length, but number 0 has %s values and number %s has %s"
                .formatted(length, i, copy[i].length));
      }
      for (float value : copy[i]) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "Expected finite values, but number %s has %s".formatted(i, value));
        }
      }
    }
    return new Stored(copy);
  }

  private static final class Stored implements TrainingData<Vectors> {
    private final float[][] vectors;

    Stored(float[][] vectors) {
      this.vectors = vectors;
    }

    @Override
    public int size() {
      return vectors.length;
    }

    @Override
    public String fingerprint() {
      var hash = new ContentHash();
      for (float[] vector : vectors) {
        for (float value : vector) {
          hash.add(Float.floatToRawIntBits(value));
        }
      }
      return "%s vectors of %s values %s".formatted(vectors.length, vectors[0].length, hash);
    }

    @Override
    public Loaded<Vectors> load(int[] indices, CounterRandom random) {
      int length = vectors[0].length;
      var values = new float[indices.length * length];
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(vectors[indices[i]], 0, values, i * length, length);
      }
      var shape = new Shape(indices.length, length);
      return manager -> new Vectors(HostValues.toArray(manager, values, shape));
    }
  }
}
