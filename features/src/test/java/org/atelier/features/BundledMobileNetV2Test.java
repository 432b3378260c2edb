package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atelier.engine.Gradients;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.model.network.Network;
import org.atelier.perception.ChannelNorms;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Tolerance;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledMobileNetV2Test {
  /** As architecture.json has it: absolute, on the taps. */
  private static final Tolerance TOLERANCE = new Tolerance(0, 1e-4);

  private static Map<String, HostTensor> golden = Map.of();
  private static NDManager scope = NDManager.newBaseManager();

  @BeforeAll
  static void read(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("io.safetensors");
    try (var in =
        BundledMobileNetV2Test.class.getResourceAsStream("/golden/features/io.safetensors")) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    golden = Safetensors.read(file);
  }

  @AfterAll
  static void close() {
    scope.close();
  }

  private static void assertMatches(String tensor, NDArray actual) {
    TOLERANCE.check(
        tensor, golden.get(tensor).toDoubles(), HostTensor.of(actual).toDoubles(), Set.of());
  }

  /** The taps of the golden file: name, channels, stride. */
  private record Tap(String name, int channels, int stride) {}

  private static final List<Tap> TAPS =
      List.of(
          new Tap("block01.expand", 96, 2),
          new Tap("block03.expand", 144, 4),
          new Tap("block06.expand", 192, 8),
          new Tap("block13.expand", 576, 16),
          new Tap("conv1", 1280, 32));

  private static FeatureExtractor extractor(String... taps) {
    return BundledMobileNetV2.extractor(List.of(taps), Device.cpu());
  }

  @Test
  void should_give_the_references_activations_at_every_tap() {
    NDArray input = golden.get("input").toArray(scope);
    try (FeatureExtractor network =
        BundledMobileNetV2.extractor(TAPS.stream().map(Tap::name).toList(), Device.cpu())) {
      Map<String, NDArray> taps = Gradients.withoutRecording(() -> network.of(input));

      for (int i = 0; i < TAPS.size(); i++) {
        Tap tap = TAPS.get(i);
        String name = "tap" + (i + 1);
        NDArray actual = taps.get(tap.name());
        long side = (input.getShape().get(3) + tap.stride() - 1) / tap.stride();
        assertThat(actual.getShape()).isEqualTo(new Shape(1, tap.channels(), side, side));
        assertThat(actual.max().getFloat()).isLessThanOrEqualTo(6);
        long stored = golden.get(name).shape().get(1);
        assertMatches(name, actual.get(new NDIndex(":, :" + stored)));
        NDArray flat = actual.reshape(tap.channels(), side * side);
        NDArray mean = flat.mean(new int[] {1}, true);
        assertMatches(name + ".channel_mean", mean);
        NDArray deviation = flat.sub(mean).square().mean(new int[] {1}).sqrt();
        assertMatches(name + ".channel_std", deviation);
        assertThat(network.receptiveField(tap.name()).stride()).isEqualTo(tap.stride());
      }
    }
  }

  @Test
  void should_be_cut_off_behind_the_last_tap_and_give_the_same() {
    NDArray input = golden.get("input").toArray(scope);
    try (FeatureExtractor network = extractor("block06.expand", "block01.expand")) {
      Map<String, NDArray> taps = network.of(input);

      assertThat(network.weights()).containsKey("block06.expand.weight").hasSize(38);
      assertThat(taps.keySet()).containsExactly("block06.expand", "block01.expand");
      assertMatches("tap3", firstOf(taps.get("block06.expand"), "tap3"));
      assertMatches("tap1", firstOf(taps.get("block01.expand"), "tap1"));
    }
  }

  private static NDArray firstOf(NDArray tap, String name) {
    return tap.get(new NDIndex(":, :" + golden.get(name).shape().get(1)));
  }

  @Test
  void a_network_of_several_outputs_gives_the_same() {
    NDArray input = golden.get("input").toArray(scope);
    int side = (int) input.getShape().get(3);
    try (Network network = BundledMobileNetV2.network(Device.cpu(), side, side, "block06.expand")) {
      NDArray tap = network.evaluate(input);
      assertMatches("tap3", firstOf(tap, "tap3"));
    }
  }

  @Test
  void should_take_odd_and_rectangular_pictures_and_be_differentiable() {
    var shape = new Shape(2, 3, 97, 130);
    NDArray input =
        scope.create(CounterRandom.of(1).gaussians((int) shape.size()), shape).mul(0.3f);
    input.setRequiresGradient(true);
    try (FeatureExtractor network = extractor("block03.expand")) {
      NDArray sum =
          Gradients.recording(
              () -> {
                NDArray tap = network.of(input).get("block03.expand");
                assertThat(tap.getShape()).isEqualTo(new Shape(2, 144, 25, 33));
                return tap.mean();
              });
      NDArray gradient = Gradients.of(sum, List.of(input)).get(0);
      assertThat(gradient.getShape()).isEqualTo(shape);
      assertThat(gradient.abs().max().getFloat()).isPositive();
    }
  }

  @Test
  void the_dense_stem_has_the_filters_of_the_first_layer_at_every_pixel() {
    NDArray input = golden.get("input").toArray(scope).get(new NDIndex(":, :, :64, :70"));
    try (FeatureExtractor network = extractor("conv0.dense", "conv0")) {
      Map<String, NDArray> taps = network.of(input);
      NDArray dense = taps.get("conv0.dense");
      assertThat(dense.getShape()).isEqualTo(new Shape(1, 32, 64, 70));
      assertThat(dense.min().getFloat()).as("before ReLU6").isNegative();
      // Sizes are even, so the layer's padding is at the bottom and right alone: its positions are
      // the odd rows and columns.
      NDArray inner = dense.get(new NDIndex(":, :, 1:62:2, 1:68:2")).clip(0, 6);
      NDArray strided = taps.get("conv0").get(new NDIndex(":, :, :31, :34"));
      assertThat(inner.sub(strided).abs().max().getFloat()).isLessThan(1e-5f);
    }
  }

  @Test
  void linear_bottlenecks_are_taps_and_a_residual_block_is_its_sum() {
    NDArray input = golden.get("input").toArray(scope).get(new NDIndex(":, :, :64, :64"));
    String[] names = {"block01.project", "block02.project", "block02.add", "block02"};
    try (FeatureExtractor network = extractor(names)) {
      Map<String, NDArray> taps = network.of(input);
      NDArray sum = taps.get("block01.project").add(taps.get("block02.project"));
      assertThat(taps.get("block02.add").sub(sum).abs().max().getFloat()).isZero();
      assertThat(taps.get("block02").sub(sum).abs().max().getFloat()).isZero();
      assertThat(sum.min().getFloat()).as("linear").isNegative();
      assertThat(network.channels("block02.add")).isEqualTo(24);
    }
  }

  @Test
  void dead_channels_are_known_by_the_norm_of_their_weights() {
    String[] names = {"conv0.dense", "block09.expand", "block13.expand", "block09.add", "conv1"};
    try (FeatureExtractor network = extractor(names)) {
      assertThat(dead(network, "conv0.dense")).isEqualTo(20);
      assertThat(dead(network, "block13.expand")).isEqualTo(400);
      assertThat(dead(network, "conv1")).isEqualTo(155);
      double[] norms = ChannelNorms.of(network, "block09.expand").orElseThrow();
      for (int channel : new int[] {41, 108, 111, 203}) {
        assertThat(norms[channel]).as("channel %s", channel).isGreaterThan(ChannelNorms.DEAD);
      }
      assertThat(ChannelNorms.of(network, "block09.add")).isEmpty();
    }
  }

  private static long dead(FeatureExtractor network, String tap) {
    return Arrays.stream(ChannelNorms.of(network, tap).orElseThrow())
        .filter(norm -> norm <= ChannelNorms.DEAD)
        .count();
  }

  @Test
  void should_need_a_tap_and_colour_pictures() {
    assertThatThrownBy(BundledMobileNetV2Test::extractor).hasMessageContaining("at least one tap");
    assertThatThrownBy(() -> extractor("block2.add"))
        .hasMessageContaining("There is no tap \"block2.add\"")
        .hasMessageContaining("block02.add");
    try (FeatureExtractor network = extractor("conv0")) {
      assertThatThrownBy(() -> network.of(scope.zeros(new Shape(1, 1, 32, 32))))
          .hasMessageContaining("(N, 3, H, W)");
    }
  }

  @Test
  void every_tap_of_every_network_is_a_layer_of_it() {
    Architectures.byName()
        .forEach(
            (name, architecture) ->
                assertThat(architecture.layers().get().layerPaths())
                    .as(name)
                    .containsAll(architecture.taps().values()));
  }
}
