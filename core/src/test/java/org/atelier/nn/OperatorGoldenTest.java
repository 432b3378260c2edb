package org.atelier.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every layer against the numbers of PyTorch: outputs, gradients, and buffers after training. */
class OperatorGoldenTest {
  private static final String FAMILY = "ops";

  /** One test for each layer of each case that a part of PyTorch computed. */
  private static Stream<DynamicTest> each(
      String source, String symbol, Function<Golden, Map<String, Layer>> layers, Check check) {
    return Golden.all(FAMILY, source, symbol).stream()
        .flatMap(
            golden -> {
              Map<String, Layer> all = layers.apply(golden);
              assertThat(all).isNotEmpty();
              return all.entrySet().stream()
                  .map(
                      entry ->
                          dynamicTest(
                              golden + ": " + entry.getKey(),
                              () -> check.run(golden, entry.getKey(), entry.getValue())));
            });
  }

  private interface Check {
    void run(Golden golden, String name, Layer layer);
  }

  @TestFactory
  Stream<DynamicTest> norms_equal_the_reference() {
    return each(
        "torch/nn",
        "BatchNorm2d",
        golden -> {
          JsonObject listed = golden.constructor().getAsJsonObject("layers");
          Shape image = golden.tensor("image").shape();
          var layers = new LinkedHashMap<String, Layer>();
          for (String name : listed.keySet()) {
            layers.put(name, ReferenceLayers.of(listed.get(name).getAsString(), image));
          }
          return layers;
        },
        (golden, name, layer) -> {
          try (var rig = new Rig(layer, golden.tensor("image").shape())) {
            rig.load(golden.weights(), name + ".");
            NDArray image = golden.array("image", rig.manager);
            golden.assertMatches("output.eval." + name, rig.run(Rig.EVALUATION, image));
            var result =
                rig.differentiate(
                    Rig.TRAINING, List.of(image), List.of(golden.array("cotangent", rig.manager)));
            golden.assertMatches("output.train." + name, result.output());
            golden.assertMatches("grad.image_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
            layer
                .namedParameters()
                .forEach(
                    (key, parameter) -> {
                      if (!parameter.requiresGradient()) {
                        golden.assertMatches(
                            "after_train_forward." + name + "." + key, parameter.getArray());
                      }
                    });
          }
        });
  }

  private static void assertParametersMatch(Golden golden, String name, Rig.Result result) {
    result
        .parameters()
        .forEach(
            (key, gradient) -> golden.assertMatches("grad.param." + name + "." + key, gradient));
    assertThat(result.parameters().keySet().stream().map(key -> "grad.param." + name + "." + key))
        .containsExactlyInAnyOrderElementsOf(
            golden.io().keySet().stream()
                .filter(key -> key.startsWith("grad.param." + name + "."))
                .toList());
  }

  @TestFactory
  Stream<DynamicTest> convolutions_equal_the_reference() {
    return each(
        "torch/nn",
        "Conv2d",
        golden -> {
          var layers = new LinkedHashMap<String, Layer>();
          for (String kind : List.of("deconv", "conv")) {
            JsonObject listed = golden.constructor().getAsJsonObject(kind);
            int filters = golden.size(kind + "_out_channels");
            for (String name : listed.keySet()) {
              layers.put(
                  kind + "_" + name,
                  ReferenceLayers.convolution(
                      listed.getAsJsonObject(name), filters, kind.equals("deconv")));
            }
          }
          return layers;
        },
        (golden, name, layer) -> {
          try (var rig = new Rig(layer, golden.tensor("image").shape())) {
            rig.load(golden.weights(), name + ".");
            var result =
                rig.differentiate(
                    Rig.TRAINING,
                    List.of(golden.array("image", rig.manager)),
                    List.of(golden.array("cotangent." + name, rig.manager)));
            golden.assertMatches("output." + name, result.output());
            golden.assertMatches("grad.image_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> spectral_norm_equals_the_reference() {
    return spectralNorm("torch/nn/utils/spectral_norm.py", UnaryOperator.identity());
  }

  @TestFactory
  Stream<DynamicTest> spectral_norm_as_a_parametrization_equals_the_reference() {
    return spectralNorm("torch/nn/utils/parametrizations.py", SpectralNorm::asParametrization);
  }

  private static Stream<DynamicTest> spectralNorm(
      String source, UnaryOperator<SpectralNorm> variant) {
    Pattern iterations = Pattern.compile("(\\d+) power iterations");
    return each(
        source,
        "",
        golden -> {
          var layers = new LinkedHashMap<String, Layer>();
          golden
              .constructor()
              .entrySet()
              .forEach(
                  entry -> {
                    String call = entry.getValue().getAsString();
                    // Besides layers there are numbers.
                    if (call.contains("(")) {
                      Shape given = golden.tensor(input(entry.getKey())).shape();
                      SpectralNorm norm =
                          variant.apply(SpectralNorm.of(ReferenceLayers.of(call, given)));
                      Matcher found = iterations.matcher(call);
                      layers.put(
                          entry.getKey(),
                          found.find()
                              ? norm.withIterations(Integer.parseInt(found.group(1)))
                              : norm);
                    }
                  });
          return layers;
        },
        (golden, name, layer) -> {
          String given = input(name);
          try (var rig = new Rig(layer, golden.tensor(given).shape())) {
            assertThat(layer.namedParameters().keySet().stream().map(key -> name + "." + key))
                .containsExactlyInAnyOrderElementsOf(
                    golden.weights().keySet().stream()
                        .filter(key -> key.startsWith(name + "."))
                        .toList());
            rig.load(golden.weights(), name + ".");
            NDArray input = golden.array(given, rig.manager);
            golden.assertMatches("output.eval." + name, rig.run(Rig.EVALUATION, input));
            var result =
                rig.differentiate(
                    Rig.TRAINING,
                    List.of(input),
                    List.of(golden.array("cotangent." + name, rig.manager)));
            golden.assertMatches("output.train." + name, result.output());
            golden.assertMatches("grad.input_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
            assertVectorsMatch(golden, "after_train_forward_1." + name, layer);
            golden.assertMatches("output.train_second." + name, rig.run(Rig.TRAINING, input));
            assertVectorsMatch(golden, "after_train_forward_2." + name, layer);
            float[] before = vector(layer, "u").getArray().toFloatArray();
            rig.run(Rig.EVALUATION, input);
            assertThat(vector(layer, "u").getArray().toFloatArray()).isEqualTo(before);
          }
        });
  }

  private static String input(String layer) {
    return layer.startsWith("linear") ? "vectors" : "image";
  }

  private static void assertVectorsMatch(Golden golden, String prefix, Layer layer) {
    for (String vector : List.of("u", "v")) {
      golden.assertMatches(
          prefix + "." + vectorName(layer, vector), vector(layer, vector).getArray());
    }
  }

  private static Parameter vector(Layer layer, String vector) {
    return Objects.requireNonNull(layer.namedParameters().get(vectorName(layer, vector)));
  }

  /** The name of u or v, by either of PyTorch's two kinds of names. */
  private static String vectorName(Layer layer, String vector) {
    String newer = "parametrizations.weight.0._" + vector;
    return layer.namedParameters().containsKey(newer) ? newer : "weight_" + vector;
  }

  @TestFactory
  Stream<DynamicTest> self_attention_equals_the_reference() {
    return each(
        "non_local.py",
        "",
        golden -> {
          int channels = (int) golden.tensor("image").shape().get(1);
          return Map.of(
              "plain", SelfAttention2d.of(channels),
              "spectral", SelfAttention2d.of(channels).withSpectralNorm());
        },
        (golden, name, layer) -> {
          try (var rig = new Rig(layer, golden.tensor("image").shape())) {
            assertThat(layer.namedParameters().keySet().stream().map(key -> name + "." + key))
                .containsExactlyInAnyOrderElementsOf(
                    golden.weights().keySet().stream()
                        .filter(key -> key.startsWith(name + "."))
                        .toList());
            rig.load(golden.weights(), name + ".");
            NDArray image = golden.array("image", rig.manager);
            golden.assertMatches("output.eval." + name, rig.run(Rig.EVALUATION, image));
            var result =
                rig.differentiate(
                    Rig.TRAINING, List.of(image), List.of(golden.array("cotangent", rig.manager)));
            golden.assertMatches("output.train." + name, result.output());
            golden.assertMatches("grad.image_of_" + name, result.input());
            assertParametersMatch(golden, name, result);
          }
        });
  }

  @Test
  void self_attention_changes_nothing_at_first() {
    var shape = new Shape(2, 8, 5, 3);
    Layer layer = SelfAttention2d.of(8).withSpectralNorm();
    try (NDManager manager = NDManager.newBaseManager()) {
      layer.initialize("net", manager, 1, shape);
      NDArray x = manager.create(CounterRandom.of(2).gaussians(240), shape);
      NDArray y = Rig.TRAINING.run(() -> layer.run("net", new NDList(x))).singletonOrThrow();
      assertThat(y.toFloatArray()).isEqualTo(x.toFloatArray());
    } finally {
      layer.clear();
    }
  }

  @TestFactory
  Stream<DynamicTest> layout_padding_and_pooling_equal_the_reference() {
    return operations("functional.pixel_shuffle");
  }

  @TestFactory
  Stream<DynamicTest> resampling_equals_the_reference() {
    return operations("functional.interpolate");
  }

  /** Layers of one input, which the case lists. */
  private static Stream<DynamicTest> operations(String symbol) {
    return each(
        "torch/nn",
        symbol,
        golden -> {
          JsonObject listed = golden.constructor().getAsJsonObject("operations");
          var layers = new LinkedHashMap<String, Layer>();
          for (String name : listed.keySet()) {
            JsonObject operation = listed.getAsJsonObject(name);
            Shape input = golden.tensor(operation.get("input").getAsString()).shape();
            layers.put(name, ReferenceLayers.of(operation.get("call").getAsString(), input));
          }
          return layers;
        },
        (golden, operation, layer) -> {
          JsonObject listed = golden.constructor().getAsJsonObject("operations");
          String input = listed.getAsJsonObject(operation).get("input").getAsString();
          try (var rig = new Rig(layer, golden.tensor(input).shape())) {
            var result =
                rig.differentiate(
                    Rig.EVALUATION,
                    List.of(golden.array(input, rig.manager)),
                    List.of(golden.array("cotangent." + operation, rig.manager)));
            golden.assertMatches("output." + operation, result.output());
            golden.assertMatches("grad." + operation, result.input());
            assertThat(layer.getOutputShapes(new Shape[] {golden.tensor(input).shape()}))
                .containsExactly(result.output().getShape());
          }
        });
  }

  @Test
  void batch_norm_also_normalises_features() {
    try (var rig = new Rig(BatchNorm2d.of(), new Shape(4, 2))) {
      NDArray output = rig.run(Rig.TRAINING, rig.normal(1, new Shape(4, 2)));
      assertThat(output.getShape()).isEqualTo(new Shape(4, 2));
    }
  }
}
