package org.atelier.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.engine.Layout;
import org.atelier.model.network.Network;
import org.atelier.weights.HostTensor;

/** Carries a reference's weights into a network whose parameters have the reference's names. */
public final class GoldenWeights {
  private static final String COUNTER = "num_batches_tracked";

  private GoldenWeights() {}

  /** Fills every parameter and buffer of the network; what the network lacks is passed over. */
  public static void load(Network network, Map<String, HostTensor> weights) {
    load(network, weights, "");
  }

  /**
   * Fills every parameter and buffer of the network.
   *
   * @param prefix what stands before the network's own names
   */
  public static void load(Network network, Map<String, HostTensor> weights, String prefix) {
    try (NDManager scratch = NDManager.newBaseManager()) {
      all(network)
          .forEach(
              (name, array) -> {
                assertThat(weights).containsKey(prefix + name);
                Layout.copyInto(array, weights.get(prefix + name).toArray(scratch));
              });
    }
  }

  /**
   * A network's parameters and buffers as a reference's state dict has them. The reference counts
   * batches where we do not; its own counts stand in.
   */
  public static Map<String, HostTensor> of(Network network, Map<String, HostTensor> reference) {
    var found = new LinkedHashMap<String, HostTensor>();
    all(network).forEach((name, array) -> found.put(name, HostTensor.of(array)));
    reference.forEach(
        (name, tensor) -> {
          if (name.endsWith(COUNTER)) {
            found.put(name, tensor);
          }
        });
    return found;
  }

  private static Map<String, NDArray> all(Network network) {
    var all = new LinkedHashMap<>(network.parameters());
    all.putAll(network.buffers());
    return all;
  }
}
