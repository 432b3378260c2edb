package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.atelier.features.inception.InceptionV3;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against the same network in PyTorch 2.13, with weights that both make by one rule. The published
 * weights are too large to keep here.
 */
class InceptionFeaturesTest {
  @TempDir Path folder;

  @Test
  void gives_the_references_features_and_probabilities() throws IOException {
    Map<String, HostTensor> golden = golden();
    Path file = folder.resolve("inception.pth");
    Files.write(file, legacyCheckpoint(RuleWeights.shapes(InceptionV3.ofFid().layers().get())));
    try (NDManager scope = NDManager.newBaseManager();
        FeatureNetwork network = FeatureNetworks.inceptionV3(file, Device.cpu())) {
      NDArray pictures = golden.get("pictures").toArray(scope);
      int before = scope.getManagedArrays().size();

      var found = network.features(pictures);

      assertThat(scope.getManagedArrays()).hasSize(before + 2);
      assertThat(found.values().getShape()).isEqualTo(new Shape(2, network.featureCount()));
      assertThat(found.values().toFloatArray())
          .containsExactly(golden.get("features").toFloats(), within(2e-4f));
      double[] probabilities = found.probabilities().orElseThrow().toDoubleArray();
      assertThat(probabilities)
          .containsExactly(golden.get("probabilities").toDoubles(), within(1e-6));
      // Weights of the same names, but not the published file.
      try (var evaluation = new Evaluation(network, "test", EvaluationOptions.defaults())) {
        evaluation.addReference(pictures);
        evaluation.addGenerated(pictures);
        assertThat(evaluation.frechetDistance().metric()).isEqualTo("feature distance");
      }
    }
  }

  @Test
  void resizes_as_TensorFlow_1_did() throws IOException {
    Map<String, HostTensor> golden = golden();
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray pictures = golden.get("pictures").toArray(scope);
      NDArray resized = InceptionFeatures.resized(scope, pictures).get(":, :, ::37, ::37");
      assertThat(resized.toFloatArray())
          .containsExactly(golden.get("resized").toFloats(), within(1e-3f));
    }
  }

  @Test
  void refuses_weights_of_another_network() throws IOException {
    Path file = folder.resolve("other.pth");
    Files.write(file, legacyCheckpoint(Map.of("fc.weight", new Shape(2, 3))));
    assertThatThrownBy(() -> FeatureNetworks.inceptionV3(file, Device.cpu()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.pth")
        .hasMessageContaining("expected the weights of FID's Inception");
  }

  private Map<String, HostTensor> golden() throws IOException {
    Path file = folder.resolve("golden.safetensors");
    try (var in = getClass().getResourceAsStream("/golden/features/inception.safetensors")) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return Safetensors.read(file);
  }

  /** As torch.save wrote it before PyTorch 1.6: that is how the published file is kept. */
  private static byte[] legacyCheckpoint(Map<String, Shape> shapes) throws IOException {
    var out = new ByteArrayOutputStream();
    write(out, "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.");
    write(out, "\u0080\2M\u00e9\3.");
    write(out, "\u0080\2}X\15\0\0\0little_endian\u0088s.");
    write(out, "\u0080\2}");
    var keys = new StringBuilder("\u0080\2]");
    for (var entry : shapes.entrySet()) {
      String name = text(entry.getKey());
      Shape shape = entry.getValue();
      var sizes = new StringBuilder("(");
      var strides = new StringBuilder("(");
      for (int i = 0; i < shape.dimension(); i++) {
        sizes.append(integer(shape.get(i)));
        strides.append(integer(shape.slice(i + 1).size()));
      }
      write(
          out,
          name
              + "ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\n"
              + name
              + "X\3\0\0\0cpu"
              + integer(shape.size())
              + "NtQ"
              + integer(0)
              + sizes
              + "t"
              + strides
              + "t\u0089)tRs");
      keys.append(name).append('a');
    }
    write(out, ".");
    write(out, keys + ".");
    for (var entry : shapes.entrySet()) {
      int size = Math.toIntExact(entry.getValue().size());
      var bytes = ByteBuffer.allocate(8 + 4 * size).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(size);
      var crc = new CRC32();
      crc.update(entry.getKey().getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < size; i++) {
        bytes.putFloat(value(entry.getKey(), crc.getValue(), entry.getValue(), i));
      }
      out.write(bytes.array());
    }
    return out.toByteArray();
  }

  /** A hash of name and index, scaled so that activations neither vanish nor explode. */
  private static float value(String name, long sum, Shape shape, int index) {
    int h = (int) (index * 2654435761L + sum);
    h ^= h >>> 16;
    h *= 0x45d9f3b;
    h ^= h >>> 16;
    h *= 0x45d9f3b;
    h ^= h >>> 16;
    double unit = Integer.toUnsignedLong(h) / 0x1p32;
    if (name.endsWith("running_var") || name.endsWith("bn.weight")) {
      return (float) (.5 + unit);
    }
    if (name.endsWith("running_mean") || name.endsWith("bn.bias")) {
      return (float) (unit - .5);
    }
    return (float) ((unit - .5) * Math.sqrt(24.0 / shape.slice(1).size()));
  }

  private static void write(ByteArrayOutputStream out, String program) {
    out.writeBytes(program.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(String value) {
    return "X" + (char) value.length() + "\0\0\0" + value;
  }

  private static String integer(long value) {
    byte[] bytes =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
    return "J" + new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
