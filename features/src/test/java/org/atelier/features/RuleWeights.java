package org.atelier.features;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.atelier.model.PublishedWeights;
import org.atelier.nn.Layer;
import org.atelier.nn.Taps;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.weights.HostTensor;

/**
 * Weights by a rule that a reference follows too (benchmarks/python/features): a hash of name and
 * index, scaled so that activations neither vanish nor explode.
 */
final class RuleWeights {
  private RuleWeights() {}

  /** Loads the rule's weights into an extractor. */
  static FeatureExtractor extractor(FeatureArchitecture architecture, List<String> taps)
      throws Exception {
    Layer layers = architecture.layers().get();
    String[] paths =
        taps.stream().map(tap -> architecture.taps().getOrDefault(tap, tap)).toArray(String[]::new);
    var tensors = new LinkedHashMap<String, HostTensor>();
    shapes(Taps.of(layers, paths))
        .forEach((name, shape) -> tensors.put(name, HostTensor.of(shape, values(name, shape))));
    var weights = new PublishedWeights(Path.of("rule"), tensors);
    return FeatureExtractor.load(architecture, taps, weights, Device.cpu());
  }

  /** The shapes of all parameters that run. */
  static Map<String, Shape> shapes(Layer layers) {
    layers.footprint("shapes", new Shape(1, 3, 128, 128));
    var shapes = new LinkedHashMap<String, Shape>();
    for (Map.Entry<String, Parameter> each : layers.namedParameters().entrySet()) {
      if (each.getValue().getShape() != null) {
        shapes.put(each.getKey(), each.getValue().getShape());
      }
    }
    return shapes;
  }

  private static float[] values(String name, Shape shape) {
    var crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.US_ASCII));
    boolean line = shape.dimension() == 1;
    boolean factor = line && (name.endsWith("running_var") || name.endsWith("weight"));
    double scale = line ? 1 : Math.sqrt(24.0 / shape.slice(1).size());
    var values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      int h = (int) (i * 2654435761L + crc.getValue());
      h ^= h >>> 16;
      h *= 0x45d9f3b;
      h ^= h >>> 16;
      h *= 0x45d9f3b;
      h ^= h >>> 16;
      double unit = Integer.toUnsignedLong(h) / 0x1p32;
      values[i] = (float) (factor ? .5 + unit : (unit - .5) * scale);
    }
    return values;
  }
}
