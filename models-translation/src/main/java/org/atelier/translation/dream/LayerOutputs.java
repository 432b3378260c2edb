package org.atelier.translation.dream;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.ExecutionContext;
import org.atelier.model.network.Network;
import org.atelier.nn.Taps;
import org.atelier.options.NearNames;

/**
 * The outputs of layers of a network.
 *
 * @param network its owner closes it
 * @param channels of its pictures
 * @param programs what computes a tap, by its path
 */
record LayerOutputs(Network network, int channels, Map<String, Taps> programs)
    implements DreamFeatures {
  private static final int NEAR = 5;

  static Map<String, Taps> programs(Network network, Collection<String> paths) {
    Set<String> existing = network.layers().layerPaths();
    var programs = new LinkedHashMap<String, Taps>();
    for (String path : paths) {
      if (!existing.contains(path)) {
        throw new IllegalArgumentException(
            "There is no layer \"%s\" in %s. The most similar names are %s."
                .formatted(
                    path, network.name(), String.join(", ", NearNames.of(path, existing, NEAR))));
      }
      programs.put(path, Taps.of(network.layers(), path));
    }
    return programs;
  }

  @Override
  public Map<String, NDArray> of(NDArray pictures, Collection<String> taps) {
    var features = new LinkedHashMap<String, NDArray>();
    for (String tap : taps) {
      Taps program = programs.get(tap);
      if (program == null) {
        throw new IllegalArgumentException(
            "There is no tap \"%s\" among %s".formatted(tap, programs.keySet()));
      }
      NDList outputs =
          ExecutionContext.current()
              .withTraining(false)
              .run(() -> program.run(network.name(), new NDList(pictures)));
      features.put(tap, outputs.singletonOrThrow());
    }
    return features;
  }

  @Override
  public Device device() {
    return network.parameters().values().iterator().next().getDevice();
  }
}
