package org.atelier.perception;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.atelier.nn.Layer;

/**
 * The description of a feature network: its layers, what it expects of its input, and the names of
 * its taps.
 *
 * @param name the name in messages, such as {@code "VGG-19"}
 * @param layers makes a new tree of layers from (N, 3, H, W), with the parameter names of the
 *     published weights
 * @param input what the layers expect of their input
 * @param taps names that people use, such as {@code "relu4_1"}, and the dotted path of the layer
 *     whose output it is, in order of depth
 */
public record FeatureArchitecture(
    String name, Supplier<Layer> layers, InputNormalisation input, Map<String, String> taps) {
  /** Copies the map. */
  public FeatureArchitecture {
    taps = Collections.unmodifiableMap(new LinkedHashMap<>(taps));
  }
}
