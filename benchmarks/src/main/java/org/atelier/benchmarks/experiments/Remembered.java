package org.atelier.benchmarks.experiments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.atelier.engine.HostValues;
import org.atelier.metrics.FeatureNetwork;

/**
 * A feature network that computes a batch once: many sets are measured against one reference, whose
 * features are most of the work.
 */
final class Remembered implements FeatureNetwork {
  private final FeatureNetwork network;
  private final int most;
  private final Map<Key, float[]> known = new HashMap<>();

  private record Key(Shape shape, long sum, int hash) {}

  /**
   * Remembers the first batches.
   *
   * @param network closed with this
   * @param most how many of them
   */
  Remembered(FeatureNetwork network, int most) {
    this.network = network;
    this.most = most;
  }

  @Override
  public String name() {
    return network.name();
  }

  @Override
  public String hash() {
    return network.hash();
  }

  @Override
  public String resizer() {
    return network.resizer();
  }

  @Override
  public int featureCount() {
    return network.featureCount();
  }

  @Override
  public Features features(NDArray pictures) {
    Key key = key(pictures);
    float[] values = known.get(key);
    if (values == null) {
      NDArray features = network.features(pictures).values();
      if (known.size() < most) {
        known.put(key, features.toFloatArray());
      }
      return new Features(features);
    }
    var shape = new Shape(pictures.getShape().get(0), featureCount());
    return new Features(HostValues.toArray(pictures.getManager(), values, shape));
  }

  private static Key key(NDArray pictures) {
    ByteBuffer bytes = pictures.toByteBuffer();
    var sum = new CRC32C();
    sum.update(bytes.duplicate());
    return new Key(pictures.getShape(), sum.getValue(), bytes.hashCode());
  }

  @Override
  public void close() {
    network.close();
  }
}
