package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.atelier.engine.HostValues;
import org.atelier.nn.Layer;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against torchvision's own constructors: every key and shape, and taps with weights by a rule.
 * benchmarks/python/features wrote the resources.
 */
class TorchvisionTest {
  /** A tap's name, shape, largest magnitude, mean, and five values at equal distances. */
  private record Tap(String name, Shape shape, double largest, double mean, double[] values) {}

  private static List<String> lines(String resource) {
    try (var in = TorchvisionTest.class.getResourceAsStream(resource);
        var reader =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Shape shape(String text) {
    return new Shape(Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray());
  }

  private static Map<String, Map<String, Shape>> keys() {
    var networks = new LinkedHashMap<String, Map<String, Shape>>();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String line : lines("torchvision-keys.txt")) {
      String[] parts = line.split(" ");
      if (parts[0].equals("#")) {
        shapes = new LinkedHashMap<>();
        networks.put(parts[1], shapes);
      } else {
        shapes.put(parts[0], shape(parts[1]));
      }
    }
    return networks;
  }

  static Stream<String> networks() {
    return keys().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void every_key_and_shape_is_that_of_the_original_constructor(String name) {
    Map<String, Shape> expected = keys().get(name);
    Layer layers = Architectures.byName().get(name).layers().get();
    Map<String, Shape> found = RuleWeights.shapes(layers);

    assertThat(layers.namedParameters().keySet()).isEqualTo(expected.keySet());
    // Layers that never run have no shapes.
    found.forEach((key, shape) -> assertThat(shape).as(key).isEqualTo(expected.get(key)));
    assertThat(expected.keySet().stream().filter(key -> !found.containsKey(key)))
        .allMatch(key -> key.startsWith("AuxLogits."));
  }

  private static Map<String, List<Tap>> taps() {
    var networks = new LinkedHashMap<String, List<Tap>>();
    for (String line : lines("torchvision-taps.txt")) {
      String[] parts = line.split(" ");
      double[] numbers = Arrays.stream(parts).skip(3).mapToDouble(Double::parseDouble).toArray();
      networks
          .computeIfAbsent(parts[0], name -> new ArrayList<>())
          .add(
              new Tap(
                  parts[1],
                  shape(parts[2]),
                  numbers[0],
                  numbers[1],
                  Arrays.copyOfRange(numbers, 2, numbers.length)));
    }
    return networks;
  }

  static Stream<String> tapped() {
    return taps().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("tapped")
  void taps_are_those_of_the_original(String name) throws Exception {
    List<Tap> expected = taps().get(name);
    List<String> names = expected.stream().map(Tap::name).toList();
    FeatureArchitecture architecture = Architectures.byName().get(name);
    try (NDManager scope = NDManager.newBaseManager();
        FeatureExtractor extractor = RuleWeights.extractor(architecture, names)) {
      Map<String, NDArray> found = extractor.of(picture(scope, side(name)));
      for (Tap tap : expected) {
        NDArray values = found.get(tap.name());
        assertThat(values.getShape()).as(tap.name()).isEqualTo(tap.shape());
        float[] all = values.toFloatArray();
        double mean = 0;
        double largest = 0;
        for (float value : all) {
          mean += (double) value / all.length;
          largest = Math.max(largest, Math.abs(value));
        }
        double tolerance = 1e-4 * tap.largest();
        assertThat(largest).as(tap.name()).isCloseTo(tap.largest(), within(tolerance));
        assertThat(mean).as(tap.name()).isCloseTo(tap.mean(), within(tolerance));
        for (int i = 0; i < tap.values().length; i++) {
          int place = (int) ((all.length - 1L) * i / (tap.values().length - 1));
          assertThat((double) all[place])
              .as("%s at %s", tap.name(), place)
              .isCloseTo(tap.values()[i], within(tolerance));
        }
      }
    }
  }

  private static int side(String network) {
    return switch (network) {
      case "inception_v3" -> 96;
      case "alexnet" -> 80;
      default -> 64;
    };
  }

  /** The reference's picture, in [-1, 1]. */
  private static NDArray picture(NDManager scope, int side) {
    var shape = new Shape(1, 3, side, side + 6L);
    var values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.sin(i * 0.013) * Math.cos(i * 0.0007 + 1));
    }
    return HostValues.toArray(scope, values, shape);
  }
}
