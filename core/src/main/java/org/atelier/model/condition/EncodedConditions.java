package org.atelier.model.condition;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.atelier.data.TrainingData;
import org.atelier.random.CounterRandom;

/** The encoded conditioning inputs of a data set, in memory. */
record EncodedConditions(Condition<?> condition, List<float[]> encoded)
    implements TrainingData<NDArray> {

  static <V> EncodedConditions of(Condition<V> condition, List<? extends V> values) {
    var encoded = new ArrayList<float[]>(values.size());
    for (V value : values) {
      try {
        encoded.add(condition.encode(value));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Picture %s: %s".formatted(encoded.size(), e.getMessage()), e);
      }
    }
    return new EncodedConditions(condition, encoded);
  }

  @Override
  public int size() {
    return encoded.size();
  }

  @Override
  public String fingerprint() {
    var hash = new CRC32();
    for (float[] values : encoded) {
      var bytes = ByteBuffer.allocate(values.length * Float.BYTES);
      bytes.asFloatBuffer().put(values);
      hash.update(bytes);
    }
    return condition + " " + Long.toHexString(hash.getValue());
  }

  @Override
  public Loaded<NDArray> load(int[] indices, CounterRandom random) {
    var chosen = new ArrayList<float[]>(indices.length);
    for (int index : indices) {
      chosen.add(encoded.get(index));
    }
    return manager -> condition.toArray(manager, chosen);
  }
}
