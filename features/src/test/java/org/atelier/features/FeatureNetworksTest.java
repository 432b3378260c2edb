package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.Score;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import org.atelier.random.CounterRandom;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureNetworksTest {
  @Test
  void should_give_the_references_embedding(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("io.safetensors");
    try (var in = getClass().getResourceAsStream("/golden/features/io.safetensors")) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    var golden = Safetensors.read(file);
    int size = (int) golden.get("input").shape().get(3);
    try (NDManager scope = NDManager.newBaseManager();
        FeatureNetwork network = FeatureNetworks.mobileNetV2(size, Device.cpu())) {
      NDArray input = golden.get("input").toArray(scope);
      int before = scope.getManagedArrays().size();
      var features = network.features(input);

      assertThat(features.values().getShape()).isEqualTo(new Shape(1, network.featureCount()));
      assertThat(features.probabilities()).isEmpty();
      float[] expected = golden.get("tap5.channel_mean").toFloats();
      assertThat(features.values().toFloatArray()).containsExactly(expected, within(1e-4f));
      assertThat(scope.getManagedArrays()).hasSize(before + 1);
    }
  }

  @Test
  void should_resize_pictures_and_say_so() {
    try (NDManager scope = NDManager.newBaseManager();
        FeatureNetwork network = FeatureNetworks.mobileNetV2()) {
      var features = network.features(scope.zeros(new Shape(2, 3, 32, 40)));
      assertThat(features.values().getShape()).isEqualTo(new Shape(2, 1280));
      assertThat(network.resizer()).isEqualTo("bilinear, antialiased, to 128×128");
      assertThat(network.hash()).hasSize(64).startsWith("2853e75a");
      assertThatThrownBy(() -> network.features(scope.zeros(new Shape(2, 1, 32, 32))))
          .hasMessageContaining("(N, 3, H, W)");
      assertThatThrownBy(() -> FeatureNetworks.mobileNetV2(16, Device.cpu()))
          .hasMessage("size must be at least 32, but was 16");
    }
  }

  @Test
  void should_tell_noisy_pictures_from_the_same_without_noise() {
    // That more noise is farther is NOT asserted: on these clouds it is not (see FeatureNetworks).
    try (NDManager scope = NDManager.newBaseManager();
        FeatureNetwork network = FeatureNetworks.mobileNetV2(96, Device.cpu())) {
      Score same = distance(network, blobs(scope, 1, 0), blobs(scope, 1, 0));
      Score noisy = distance(network, blobs(scope, 1, 0), blobs(scope, 1, 0.1f));
      assertThat(same.metric()).isEqualTo("feature distance");
      assertThat(same.value()).isCloseTo(0, within(1e-4));
      assertThat(noisy.value()).isGreaterThan(1);
      assertThat(same.isBetterThan(noisy)).isTrue();
    }
  }

  private static Score distance(FeatureNetwork network, NDArray reference, NDArray generated) {
    try (var evaluation = new Evaluation(network, "blobs", EvaluationOptions.defaults())) {
      evaluation.addReference(reference);
      evaluation.addGenerated(generated);
      return evaluation.frechetDistance();
    }
  }

  /** Coloured clouds: 4×4 random pixels, enlarged. */
  private static NDArray blobs(NDManager scope, long seed, float noise) {
    var random = CounterRandom.of(seed);
    var coarse = new Shape(40, 3, 4, 4);
    NDArray clouds =
        scope
            .create(random.gaussians((int) coarse.size()), coarse)
            .mul(0.4f)
            .repeat(2, 8)
            .repeat(3, 8);
    NDArray grain =
        scope.create(random.gaussians((int) clouds.size()), clouds.getShape()).mul(noise);
    return clouds.add(grain).clip(-1, 1);
  }
}
