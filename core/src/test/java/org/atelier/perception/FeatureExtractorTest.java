package org.atelier.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.model.PublishedWeights;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Flatten;
import org.atelier.nn.GlobalPool;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Residual;
import org.atelier.nn.Sequential;
import org.atelier.nn.script.Window;
import org.atelier.random.CounterRandom;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
  private static final Shape PICTURES = new Shape(2, 3, 13, 11);

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  /** Convolutions, a residual block and a classifier. */
  private static FeatureArchitecture small() {
    var stages = new LinkedHashMap<String, Sequential>();
    stages.put(
        "stem", Sequential.of(Conv2d.of(4, 3).withPadding(1), Activation.relu(), Pool2d.max(2)));
    stages.put(
        "block",
        Sequential.of(
            Residual.of(Sequential.of(Conv2d.of(4, 3).withPadding(1), Activation.relu())),
            Conv2d.of(6, 3).withStride(2)));
    stages.put("head", Sequential.of(GlobalPool.average(), Linear.of(5)));
    var taps = new LinkedHashMap<String, String>();
    taps.put("relu1_1", "stem.1");
    taps.put("conv2_1", "block.0.block.0");
    taps.put("conv3_1", "block.1");
    taps.put("logits", "head.1");
    return new FeatureArchitecture(
        "Small", () -> Sequential.of(stages), InputNormalisation.imageNet(), taps);
  }

  private static FeatureExtractor small(String... taps) {
    return FeatureExtractor.random(small(), List.of(taps), Device.cpu());
  }

  private NDArray pictures(Shape shape) {
    float[] values = Initialiser.uniform(1).values(shape, CounterRandom.of(3));
    return HostValues.toArray(scope, values, shape);
  }

  @Test
  void gives_taps_at_any_depth_in_one_pass_by_both_kinds_of_names() {
    try (var network = small("conv3_1", "relu1_1", "block.0", "conv2_1")) {
      Map<String, NDArray> taps = network.of(pictures(PICTURES));
      assertThat(taps.keySet()).containsExactly("conv3_1", "relu1_1", "block.0", "conv2_1");
      assertThat(taps.get("relu1_1").getShape()).isEqualTo(new Shape(2, 4, 13, 11));
      assertThat(taps.get("relu1_1").min().getFloat()).isZero();
      assertThat(taps.get("conv2_1").min().getFloat()).isNegative();
      assertThat(taps.get("conv3_1").getShape()).isEqualTo(new Shape(2, 6, 2, 2));
      assertThat(network.channels("conv3_1")).isEqualTo(6);
    }
  }

  @Test
  void a_part_of_the_taps_has_the_values_of_all() {
    try (var network = small("relu1_1", "conv3_1", "logits")) {
      NDArray pictures = pictures(PICTURES);
      Map<String, NDArray> all = network.of(pictures);
      Map<String, NDArray> one = network.of(pictures, List.of("relu1_1"));
      assertThat(one).containsOnlyKeys("relu1_1");
      assertThat(one.get("relu1_1")).isEqualTo(all.get("relu1_1"));
      assertThat(all.get("logits").getShape()).isEqualTo(new Shape(2, 5));
    }
  }

  @Test
  void layers_above_the_last_tap_have_no_weights() {
    try (var network = small("relu1_1")) {
      assertThat(network.weights()).containsOnlyKeys("stem.0.weight", "stem.0.bias");
    }
  }

  @Test
  void continues_from_an_earlier_tap_with_the_same_values_and_gradients() {
    try (var network = small("relu1_1", "conv3_1")) {
      NDArray pictures = pictures(PICTURES);
      pictures.setRequiresGradient(true);
      NDArray whole =
          Gradients.recording(() -> network.of(pictures).get("conv3_1").square().mean());
      NDArray gradient = Gradients.of(whole, List.of(pictures)).singletonOrThrow();

      NDArray early = network.of(pictures, List.of("relu1_1")).get("relu1_1").duplicate();
      early.setRequiresGradient(true);
      NDArray rest =
          Gradients.recording(
              () ->
                  network
                      .from("relu1_1", early, pictures, List.of("conv3_1"))
                      .get("conv3_1")
                      .square()
                      .mean());
      NDArray cotangent = Gradients.of(rest, List.of(early)).singletonOrThrow();
      NDArray joined =
          Gradients.recording(
              () -> network.of(pictures, List.of("relu1_1")).get("relu1_1").mul(cotangent).sum());

      assertThat(rest.getFloat()).isEqualTo(whole.getFloat());
      assertThat(Gradients.of(joined, List.of(pictures)).singletonOrThrow().toFloatArray())
          .containsExactly(gradient.toFloatArray(), Offset.offset(1e-7f));
    }
  }

  @Test
  void normalises_pictures_as_the_architecture_says() throws Exception {
    var architecture =
        new FeatureArchitecture(
            "Identity",
            () -> Sequential.of(Conv2d.of(3, 1).withoutBias()),
            InputNormalisation.imageNet(),
            Map.of());
    var identity = HostTensor.of(new Shape(3, 3, 1, 1), new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
    var weights = new PublishedWeights(Path.of("i.pth"), Map.of("0.weight", identity));
    try (var network = FeatureExtractor.load(architecture, List.of("0"), weights, Device.cpu())) {
      NDArray white = scope.ones(new Shape(1, 3, 1, 1));
      assertThat(network.of(white).get("0").toFloatArray())
          .containsExactly(
              new float[] {(1 - 0.485f) / 0.229f, (1 - 0.456f) / 0.224f, (1 - 0.406f) / 0.225f},
              Offset.offset(1e-5f));
    }
  }

  @Test
  void knows_receptive_fields_and_strides() {
    try (var network = small("relu1_1", "conv2_1", "block.0", "conv3_1", "logits")) {
      assertThat(network.receptiveField("relu1_1")).isEqualTo(new Window(3, 1));
      assertThat(network.receptiveField("conv2_1")).isEqualTo(new Window(8, 2));
      assertThat(network.receptiveField("block.0")).isEqualTo(new Window(8, 2));
      assertThat(network.receptiveField("conv3_1")).isEqualTo(new Window(12, 4));
      assertThat(network.receptiveField("logits").isEverything()).isTrue();
    }
  }

  @Test
  void a_position_depends_on_its_receptive_field_and_nothing_more() {
    try (var network = small("conv3_1")) {
      NDArray pictures = pictures(new Shape(1, 3, 40, 40));
      pictures.setRequiresGradient(true);
      NDArray one =
          Gradients.recording(() -> network.of(pictures).get("conv3_1").get(":, :, 4, 4").sum());
      NDArray reached =
          Gradients.of(one, List.of(pictures)).singletonOrThrow().abs().sum(new int[] {0, 1, 2});
      assertThat(reached.gt(0).sum().getLong())
          .isBetween(2L, network.receptiveField("conv3_1").size());
    }
  }

  @Test
  void an_unknown_tap_is_refused_with_similar_names() {
    assertThatThrownBy(() -> small("relu11"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "There is no tap \"relu11\" in Small. The most similar names are relu1_1,");
    try (var network = small("relu1_1")) {
      assertThatThrownBy(() -> network.of(pictures(PICTURES), List.of("logits")))
          .hasMessageContaining("among those of this extractor: [relu1_1]");
    }
  }

  @Test
  void reads_published_weights_and_passes_over_layers_above_the_last_tap() throws Exception {
    var tensors = new HashMap<String, HostTensor>();
    try (var whole = small("logits")) {
      whole.weights().forEach((name, array) -> tensors.put(name, HostTensor.of(array)));
    }
    tensors.put("stem.0.bias", HostTensor.of(new Shape(4), new float[] {1, 2, 3, 4}));
    var file = new PublishedWeights(Path.of("some.pth"), tensors);
    try (var network = FeatureExtractor.load(small(), List.of("relu1_1"), file, Device.cpu())) {
      assertThat(network.weights().get("stem.0.bias").toFloatArray()).containsExactly(1, 2, 3, 4);
      assertThat(network.hash()).hasSize(64);
    }
    tensors.put("other.weight", HostTensor.of(new Shape(1), new float[] {1}));
    var other = new PublishedWeights(Path.of("other.pth"), tensors);
    assertThatThrownBy(
            () -> FeatureExtractor.load(small(), List.of("relu1_1"), other, Device.cpu()))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("Unexpected: other.weight");
  }

  @Test
  void refuses_what_is_no_picture() {
    try (var network = small("relu1_1")) {
      assertThatThrownBy(() -> network.of(pictures(new Shape(1, 1, 8, 8))))
          .hasMessageContaining("Expected float32 pictures of shape (N, 3, H, W), but got");
    }
  }

  @Test
  void does_not_record_where_the_pictures_are_not_and_keeps_no_array() {
    try (var network = small("conv3_1")) {
      NDArray pictures = pictures(PICTURES);
      NDArray mean = Gradients.recording(() -> network.of(pictures).get("conv3_1").mean());
      assertThatThrownBy(() -> Gradients.of(mean, List.of(pictures)))
          .hasMessageContaining("was not recorded");
      int before = scope.getManagedArrays().size();
      try (NDManager step = scope.newSubManager()) {
        NDArray x = pictures.duplicate();
        x.attach(step);
        network.of(x);
      }
      assertThat(scope.getManagedArrays().size()).isLessThanOrEqualTo(before + 1);
    }
  }

  @Test
  void serves_several_threads_at_once() throws Exception {
    try (var network = small("relu1_1", "conv2_1", "conv3_1")) {
      NDArray pictures = pictures(PICTURES);
      Map<String, NDArray> expected = network.of(pictures);
      var threads = Executors.newFixedThreadPool(4);
      try {
        var results = new ArrayList<Future<Map<String, NDArray>>>();
        for (int i = 0; i < 24; i++) {
          var taps = network.taps().subList(i % 3, 3);
          results.add(threads.submit(() -> network.of(pictures, taps)));
        }
        for (var result : results) {
          result.get().forEach((tap, values) -> assertThat(values).isEqualTo(expected.get(tap)));
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void flattening_layers_are_no_obstacle() {
    assertThat(Sequential.of(Conv2d.of(2, 3), Flatten.of()).layerPaths())
        .containsExactly("", "0", "1");
  }
}
