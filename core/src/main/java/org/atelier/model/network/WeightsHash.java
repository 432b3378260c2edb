package org.atelier.model.network;

import ai.djl.ndarray.NDArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.atelier.files.Sha256;
import org.atelier.weights.HostTensor;

/** The SHA-256 of a network's weights, by which results of equal networks are recognised. */
public final class WeightsHash {
  private WeightsHash() {}

  /**
   * Returns the SHA-256 of the names, shapes and values of all parameters and buffers, in
   * hexadecimal.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static String of(Network network) {
    var arrays = new TreeMap<String, NDArray>(network.parameters());
    arrays.putAll(network.buffers());
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException(
          "The parameters of %s are not initialised; initialise it and load its weights"
              .formatted(network.name()));
    }
    MessageDigest digest = Sha256.digest();
    for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
      digest.update(
          (entry.getKey() + entry.getValue().getShape()).getBytes(StandardCharsets.UTF_8));
      digest.update(HostTensor.of(entry.getValue()).data());
    }
    return Sha256.hex(digest);
  }
}
