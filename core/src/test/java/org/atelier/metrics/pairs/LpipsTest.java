package org.atelier.metrics.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.Layout;
import org.atelier.nn.Activation;
import org.atelier.nn.Concat;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;

class LpipsTest {
  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  private List<NDArray> heads(Map<String, HostTensor> weights) {
    var heads = new ArrayList<NDArray>();
    for (int i = 0; i < weights.size(); i++) {
      heads.add(weights.get("lin" + i + ".model.1.weight").toArray(scope));
    }
    return heads;
  }

  @ParameterizedTest
  @GoldenCases(family = "metrics", source = "lpips/__init__.py")
  void should_give_the_references_distance_of_given_features(Golden golden) {
    int layers = golden.constructor().getAsJsonArray("layers").size();
    JsonArray size = golden.constructor().getAsJsonArray("out");
    var x = new ArrayList<NDArray>();
    var y = new ArrayList<NDArray>();
    for (int i = 0; i < layers; i++) {
      x.add(golden.array("feat0_" + i, scope));
      y.add(golden.array("feat1_" + i, scope));
    }
    List<NDArray> heads = heads(golden.weights());

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
        "output.scaling_layer_of_feat0_0_first3", Lpips.scaled(x.get(0).get(new NDIndex(":, :3"))));
    assertThatThrownBy(() -> Lpips.distance(x, y, heads.subList(0, layers - 1)))
        .hasMessageContaining(
            "a head for each or none, but got %s, %s and %s", layers, layers, layers - 1);
  }

  @ParameterizedTest
  @GoldenCases(family = "metrics", source = "lpips/pretrained_networks.py")
  void should_give_the_references_distance_through_a_network_and_its_gradient(Golden golden) {
    Layer trunk = squeezeNet();
    trunk.initialize("trunk", scope, 0, golden.tensor("image_0").shape());
    // The trunk's weights are another case's.
    String file =
        golden.fileNames().stream()
            .filter(name -> name.startsWith("../") && name.endsWith(".pth"))
            .findFirst()
            .orElseThrow();
    Map<String, HostTensor> weights =
        golden.stateDict(file.substring(0, file.length() - ".pth".length()));
    trunk
        .namedParameters()
        .forEach(
            (name, parameter) ->
                Layout.copyInto(
                    parameter.getArray(), weights.get("features." + name).toArray(scope)));
    List<NDArray> heads = heads(golden.stateDict("lins"));
    var lpips =
        new Lpips(
            new Lpips.Trunk() {
              @Override
              public String name() {
                return "random SqueezeNet";
              }

              @Override
              public String hash() {
                return "0";
              }

              @Override
              public NDList taps(NDArray scaled) {
                return trunk.run("trunk", new NDList(scaled));
              }
            },
            heads);

    NDArray first = golden.array("image_0", scope);
    NDArray second = golden.array("image_1", scope);
    NDList x = lpipsTaps(trunk, first);
    NDList y = lpipsTaps(trunk, second);
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
  }

  private static NDList lpipsTaps(Layer trunk, NDArray pictures) {
    return trunk.run("trunk", new NDList(Lpips.scaled(pictures)));
  }

  /** SqueezeNet 1.1's features with torchvision's names, tapped after relu1 to relu7. */
  private static Layer squeezeNet() {
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
    return Taps.of(Sequential.of(layers), "1", "4", "7", "9", "10", "11", "12");
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
