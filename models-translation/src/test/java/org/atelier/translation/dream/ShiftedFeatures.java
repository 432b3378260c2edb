package org.atelier.translation.dream;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Collection;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.Layer;

/** One tap, "rectified": the ReLU of another network's features before any, shifted. */
record ShiftedFeatures(DreamFeatures features, double shift) implements DreamFeatures {
  private static final Layer RELU = Activation.relu();

  @Override
  public Map<String, NDArray> of(NDArray pictures, Collection<String> taps) {
    NDArray linear = pictures.add(shift);
    return Map.of("rectified", RELU.run("relu", new NDList(linear)).singletonOrThrow());
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public Device device() {
    return features.device();
  }
}
