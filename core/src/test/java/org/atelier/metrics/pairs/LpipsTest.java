package org.atelier.metrics.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.model.PublishedWeights;
import org.atelier.nn.Activation;
import org.atelier.nn.Concat;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.InputNormalisation;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class LpipsTest {
  private static final List<String> TAPS = List.of("1", "4", "7", "9", "10", "11", "12");

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @GoldenCases(family = "metrics", source = "lpips/__init__.py")
  void should_give_the_references_distance_of_given_features(Golden golden)
      throws WeightsException {
    int layers = golden.constructor().getAsJsonArray("layers").size();
    JsonArray size = golden.constructor().getAsJsonArray("out");
    var x = new ArrayList<NDArray>();
    var y = new ArrayList<NDArray>();
    for (int i = 0; i < layers; i++) {
      x.add(golden.array("feat0_" + i, scope));
      y.add(golden.array("feat1_" + i, scope));
    }
    var file = new PublishedWeights(Path.of("weights.pth"), golden.weights());
    List<NDArray> heads = Lpips.heads(file, scope);

    golden.assertMatches("output.normalized_feat0_0", Lpips.normalised(x.get(0)));
    for (int i = 0; i < layers; i++) {
      golden.assertMatches("output.layer_" + i, Lpips.ofTap(x.get(i), y.get(i), heads.get(i)));
    }
    golden.assertMatches("output.lpips", Lpips.distance(x, y, heads));
    golden.assertMatches(
        "output.lpips_spatial",
        Lpips.map(x, y, heads, size.get(0).getAsInt(), size.get(1).getAsInt()));
    golden.assertMatches("output.baseline_without_linear_heads", Lpips.distance(x, y, List.of()));
    golden.assertMatches(
        "output.scaling_layer_of_feat0_0_first3", normalised(x.get(0).get(new NDIndex(":, :3"))));
    assertThatThrownBy(() -> Lpips.distance(x, y, heads.subList(0, layers - 1)))
        .hasMessageContaining(
            "a head for each or none, but got %s, %s and %s", layers, layers, layers - 1);
  }

  @ParameterizedTest
  @GoldenCases(family = "metrics", source = "lpips/pretrained_networks.py")
  void should_give_the_references_distance_through_a_network_and_its_gradient(Golden golden)
      throws WeightsException {
    // The trunk's weights are another case's.
    String file =
        golden.fileNames().stream()
            .filter(name -> name.startsWith("../") && name.endsWith(".pth"))
            .findFirst()
            .orElseThrow();
    Map<String, HostTensor> weights =
        golden.stateDict(file.substring(0, file.length() - ".pth".length()));
    var published = new PublishedWeights(Path.of(file), features(weights));
    var lins = new PublishedWeights(Path.of("lins.pth"), golden.stateDict("lins"));
    try (FeatureExtractor trunk =
        FeatureExtractor.load(squeezeNet(), TAPS, published, Device.cpu())) {
      List<NDArray> heads = Lpips.heads(lins, scope);
      var lpips = new Lpips(trunk, heads);

      NDArray first = golden.array("image_0", scope);
      NDArray second = golden.array("image_1", scope);
      List<NDArray> x = List.copyOf(trunk.of(first).values());
      List<NDArray> y = List.copyOf(trunk.of(second).values());
      for (int i = 0; i < heads.size(); i++) {
        golden.assertMatches("output.layer_" + i, Lpips.ofTap(x.get(i), y.get(i), heads.get(i)));
      }
      first.setRequiresGradient(true);
      NDArray distance = Gradients.recording(() -> lpips.of(first, second));
      assertThat(distance.getShape()).isEqualTo(new Shape(first.getShape().get(0)));
      golden.assertMatches("output.lpips", distance.toFloatArray());
      golden.assertMatches("output.lpips_normalize_true_on_01", distance.toFloatArray());
      NDArray sum = Gradients.recording(distance::sum);
      golden.assertMatches("grad.image_0", Gradients.of(sum, List.of(first)).get(0));
      assertThat(lpips.networkHash()).hasSize(64).isNotEqualTo(trunk.hash());
      assertThatThrownBy(() -> new Lpips(trunk, heads.subList(1, heads.size())))
          .hasMessageContaining("Expected a head for each of the taps [1, 4, 7, 9, 10, 11, 12]");
      var turned = new ArrayList<NDArray>(heads);
      Collections.reverse(turned);
      assertThatThrownBy(() -> new Lpips(trunk, turned))
          .hasMessageContaining("Expected a head of shape (1, 64, 1, 1) for the tap 1");
    }
  }

  @Test
  void heads_of_a_file_are_checked() {
    var none = new PublishedWeights(Path.of("none.pth"), Map.of());
    assertThatThrownBy(() -> Lpips.heads(none, scope))
        .hasMessageContaining("none.pth")
        .hasMessageContaining("lin0.model.1.weight");
    HostTensor negative = HostTensor.of(new Shape(1, 2, 1, 1), 1, -1);
    assertThatThrownBy(() -> Lpips.heads(head(negative), scope))
        .hasMessageContaining("at least 0")
        .hasMessageContaining("-1.0");
    HostTensor square = HostTensor.of(new Shape(2, 2), 1, 1, 1, 1);
    assertThatThrownBy(() -> Lpips.heads(head(square), scope))
        .hasMessageContaining("of shape (1, C, 1, 1), but got (2, 2)");
    HostTensor infinite = HostTensor.of(new Shape(1, 1, 1, 1), Float.POSITIVE_INFINITY);
    assertThatThrownBy(() -> Lpips.heads(head(infinite), scope))
        .isInstanceOf(WeightsException.class);
  }

  private static PublishedWeights head(HostTensor tensor) {
    return new PublishedWeights(Path.of("heads.pth"), Map.of("lin0.model.1.weight", tensor));
  }

  private static Map<String, HostTensor> features(Map<String, HostTensor> weights) {
    var features = new LinkedHashMap<String, HostTensor>();
    weights.forEach(
        (name, tensor) -> {
          if (name.startsWith("features.")) {
            features.put(name.substring("features.".length()), tensor);
          }
        });
    return features;
  }

  /** The input of a network that is normalised by the statistics of ImageNet. */
  private NDArray normalised(NDArray pictures) throws WeightsException {
    var architecture =
        new FeatureArchitecture(
            "identity",
            () -> Sequential.of(Conv2d.of(3, 1).withoutBias()),
            InputNormalisation.imageNet(),
            Map.of());
    HostTensor identity = HostTensor.of(new Shape(3, 3, 1, 1), 1, 0, 0, 0, 1, 0, 0, 0, 1);
    var weights = new PublishedWeights(Path.of("identity"), Map.of("0.weight", identity));
    try (var extractor = FeatureExtractor.load(architecture, List.of("0"), weights, Device.cpu())) {
      return extractor.of(pictures).get("0");
    }
  }

  /** SqueezeNet 1.1's features with torchvision's names, tapped after relu1 to relu7. */
  private static FeatureArchitecture squeezeNet() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("0", Conv2d.of(64, 3).withStride(2));
    layers.put("1", Activation.relu());
    layers.put("2", Pool2d.max(3).withStride(2).roundingUp());
    layers.put("3", new Fire(16, 64));
    layers.put("4", new Fire(16, 64));
    layers.put("5", Pool2d.max(3).withStride(2).roundingUp());
    layers.put("6", new Fire(32, 128));
    layers.put("7", new Fire(32, 128));
    layers.put("8", Pool2d.max(3).withStride(2).roundingUp());
    layers.put("9", new Fire(48, 192));
    layers.put("10", new Fire(48, 192));
    layers.put("11", new Fire(64, 256));
    layers.put("12", new Fire(64, 256));
    return new FeatureArchitecture(
        "random SqueezeNet", () -> Sequential.of(layers), InputNormalisation.imageNet(), Map.of());
  }

  private static final class Fire extends Layer {
    private final Layer squeeze;
    private final Layer narrow;
    private final Layer wide;
    private final Layer relu = child("relu", Activation.relu());
    private final Layer concat = child("concat", Concat.channels());

    Fire(int squeezed, int expanded) {
      squeeze = child("squeeze", Conv2d.of(squeezed, 1));
      narrow = child("expand1x1", Conv2d.of(expanded, 1));
      wide = child("expand3x3", Conv2d.of(expanded, 3).withPadding(1));
    }

    @Override
    protected Values write(Script script, Values in) {
      Values squeezed = activated(script, "squeeze", squeeze, in);
      return script.call(
          "concat",
          concat,
          Values.of(
              activated(script, "expand1x1", narrow, squeezed).only(),
              activated(script, "expand3x3", wide, squeezed).only()));
    }

    private Values activated(Script script, String name, Layer convolution, Values in) {
      return script.call("relu", relu, script.call(name, convolution, in));
    }
  }
}
