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
    try (NDManager scope = NDManager.newBaseManager();
        FeatureNetwork network = FeatureNetworks.mobileNetV2(300, Device.cpu())) {
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
}
