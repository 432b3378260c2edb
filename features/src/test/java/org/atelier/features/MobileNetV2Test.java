package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atelier.engine.Gradients;
import org.atelier.features.MobileNetV2.Tap;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Tolerance;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MobileNetV2Test {
  /** As architecture.json has it: absolute, on the taps. */
  private static final Tolerance TOLERANCE = new Tolerance(0, 1e-4);

  private static Map<String, HostTensor> golden = Map.of();
  private static NDManager scope = NDManager.newBaseManager();

  @BeforeAll
  static void read(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("io.safetensors");
    try (var in = MobileNetV2Test.class.getResourceAsStream("/golden/features/io.safetensors")) {
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

  @Test
  void should_give_the_references_activations_at_every_tap() {
    MobileNetV2 network = MobileNetV2.load(scope, Tap.values());
    NDArray input = golden.get("input").toArray(scope);
    NDList taps = Gradients.withoutRecording(() -> network.run("features", new NDList(input)));

    for (Tap tap : Tap.values()) {
      String name = "tap" + (tap.ordinal() + 1);
      NDArray actual = taps.get(tap.ordinal());
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
    }
  }

  @Test
  void should_be_cut_off_behind_the_last_tap_and_give_the_same() {
    NDArray input = golden.get("input").toArray(scope);
    MobileNetV2 network = MobileNetV2.load(scope, Tap.STRIDE_8, Tap.STRIDE_2);
    NDList taps = network.run("features", new NDList(input));

    assertThat(network.namedParameters()).containsKey("block06.expand.weight").hasSize(38);
    assertMatches("tap3", taps.get(0).get(new NDIndex(":, :" + golden.get("tap3").shape().get(1))));
    assertMatches("tap1", taps.get(1).get(new NDIndex(":, :" + golden.get("tap1").shape().get(1))));
  }

  @Test
  void should_take_odd_and_rectangular_pictures_and_be_differentiable() {
    MobileNetV2 network = MobileNetV2.load(scope, Tap.STRIDE_4);
    var shape = new Shape(2, 3, 97, 130);
    NDArray input =
        scope.create(CounterRandom.of(1).gaussians((int) shape.size()), shape).mul(0.3f);
    input.setRequiresGradient(true);
    NDArray sum =
        Gradients.recording(
            () -> {
              NDArray tap = network.run("features", new NDList(input)).singletonOrThrow();
              assertThat(tap.getShape()).isEqualTo(new Shape(2, 144, 25, 33));
              return tap.mean();
            });
    NDArray gradient = Gradients.of(sum, List.of(input)).get(0);
    assertThat(gradient.getShape()).isEqualTo(shape);
    assertThat(gradient.abs().max().getFloat()).isPositive();
  }

  @Test
  void should_need_a_tap_and_colour_pictures() {
    assertThatThrownBy(MobileNetV2::of).hasMessage("Expected at least one tap");
    MobileNetV2 network = MobileNetV2.of(Tap.STRIDE_2);
    assertThatThrownBy(() -> network.getOutputShapes(new Shape[] {new Shape(1, 1, 32, 32)}))
        .hasMessageContaining("expected 3 channels, but got 1");
  }
}
