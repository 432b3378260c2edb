package org.atelier.translation.style.wct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atelier.model.PublishedWeights;
import org.atelier.nn.Layer;
import org.atelier.testing.Golden;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedDecoderTest {
  private static Path weights(int level) {
    String folder = System.getProperty("atelier.weights", "");
    Path path = Path.of(folder.startsWith("$") ? "" : folder, "collab16x", level + "SD.pth");
    Assumptions.assumeTrue(
        Files.isRegularFile(path), () -> path.getFileName() + " needs -Datelier.weights=FOLDER");
    return path;
  }

  @ParameterizedTest
  @CsvSource({"1, 24, 1", "2, 32, 2", "3, 64, 4", "4, 128, 8", "5, 128, 16"})
  void a_decoder_enlarges_features_to_pictures(int level, int channels, int factor) {
    assertThat(CompressedDecoder.channels(level)).isEqualTo(channels);
    Layer layers = CompressedDecoder.layers(level);
    layers.footprint("decoder", new Shape(2, channels, 3, 5));
    assertThat(layers.getOutputShapes(new Shape[] {new Shape(2, channels, 3, 5)}))
        .containsExactly(new Shape(2, 3, 3L * factor, 5L * factor));
    assertThat(layers.namedParameters().keySet().iterator().next())
        .isEqualTo("conv" + level + "1.weight");
    assertThat(layers.namedParameters()).containsKey("conv11.bias");
    assertThatThrownBy(() -> CompressedDecoder.layers(level + 5)).hasMessageContaining("level");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void decodes_as_the_reference(int level) throws Exception {
    Path file = weights(level);
    String folder = System.getProperty(Golden.FOLDER_PROPERTY, "");
    String name = "real/collab16x_" + level + "se_" + level + "sd";
    Assumptions.assumeTrue(
        !folder.isEmpty() && Files.isDirectory(Path.of(folder, name)),
        () -> name + " needs -D" + Golden.FOLDER_PROPERTY + "=FOLDER of all cases");
    Golden golden = Golden.load(name);
    try (NDManager scope = NDManager.newBaseManager();
        var decoder = CompressedDecoder.load(level, PublishedWeights.read(file), Device.cpu())) {
      NDArray features = golden.array("output.eval.relu" + level + "_1", scope);
      int before = scope.getManagedArrays().size();
      NDArray picture = decoder.decode(features);
      golden.assertMatches("output.eval.decoded", picture);
      assertThat(scope.getManagedArrays()).hasSize(before + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void every_published_file_loads_at_its_level_and_no_other(int level) throws Exception {
    var published = PublishedWeights.read(weights(level));
    try (var decoder = CompressedDecoder.load(level, published, Device.cpu())) {
      Map<String, NDArray> parameters = decoder.parameters();
      assertThat(parameters).hasSize(published.tensors().size());
    }
    assertThatThrownBy(() -> CompressedDecoder.load(level % 5 + 1, published, Device.cpu()))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("do not fit");
  }
}
