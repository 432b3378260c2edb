package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.features.squeezenet.SqueezeNet;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.features.vgg.NormalisedVgg;
import org.atelier.metrics.pairs.Lpips;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Taps, logits and gradients of golden cases. The larger cases are compared where
 * -Datelier.golden=FOLDER names the full set, real weights where -Datelier.weights does.
 */
class GoldenNetworksTest {
  /** Golden pictures are in [0, 1], and extractors take [-1, 1]. */
  private static final NativeFunction SYMMETRIC =
      NativeFunction.of("torch.sub(torch.mul(x, 2.), 1.)", "x");

  private static final NativeFunction SHIFTED = NativeFunction.of("torch.roll(x, [3], [3])", "x");

  private final NDManager scope = NDManager.newBaseManager();

  @AfterEach
  void close() {
    scope.close();
  }

  private static Golden golden(String name) {
    String folder = System.getProperty(Golden.FOLDER_PROPERTY, "");
    boolean there =
        Files.isRegularFile(Path.of(folder.startsWith("$") ? "" : folder, name, "case.json"))
            || GoldenNetworksTest.class.getResource("/golden/" + name + "/case.json") != null;
    Assumptions.assumeTrue(
        there, () -> name + " needs -D" + Golden.FOLDER_PROPERTY + "=FOLDER of all cases");
    return Golden.load(name);
  }

  private static Path weights(String file) {
    String folder = System.getProperty("atelier.weights", "");
    Path path = Path.of(folder.startsWith("$") ? "" : folder, file);
    Assumptions.assumeTrue(
        Files.isRegularFile(path), () -> file + " needs -Datelier.weights=FOLDER");
    return path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg/vgg16_narrow", "vgg/vgg19_narrow"})
  void narrow_vgg_gives_the_references_taps_logits_and_gradient(String name) throws Exception {
    Golden golden = golden(name);
    var weights = PublishedWeights.read(golden.path("weights.pth"));
    FeatureArchitecture architecture = Architectures.of(weights).orElseThrow();
    assertThat(architecture.name()).isEqualTo(name.contains("16") ? "VGG-16" : "VGG-19");
    var outputs = new LinkedHashMap<String, String>();
    for (String tensor : golden.io().keySet()) {
      if (tensor.startsWith("output.") && !tensor.equals("output.normalized")) {
        String tap = tensor.substring("output.".length());
        outputs.put(tap.equals("classifier_logits") ? "logits" : tap, tensor);
      }
    }
    assertThat(outputs).hasSizeGreaterThan(20).containsKeys("conv5_3", "pool5", "logits");
    try (var extractor =
        FeatureExtractor.load(architecture, outputs.keySet(), weights, Device.cpu())) {
      NDArray image = golden.array("image", scope);
      image.setRequiresGradient(true);
      Map<String, NDArray> taps =
          Gradients.recording(() -> extractor.of(SYMMETRIC.apply(image), outputs.keySet()));
      outputs.forEach((tap, tensor) -> golden.assertMatches(tensor, taps.get(tap)));
      NDArray loss =
          Gradients.recording(
              () -> {
                var terms = new ArrayList<NDArray>();
                golden
                    .constructor()
                    .getAsJsonArray("grad_taps")
                    .forEach(
                        tap ->
                            terms.add(
                                taps.get(tap.getAsString())
                                    .mul(golden.array("cotangent." + tap.getAsString(), scope))
                                    .sum()));
                return terms.stream().reduce(NDArray::add).orElseThrow();
              });
      golden.assertMatches("loss", loss);
      golden.assertMatches("grad.image", Gradients.of(loss, List.of(image)).get(0));
    }
  }

  @Test
  void squeezenet_gives_the_references_taps_logits_and_gradient() throws Exception {
    Golden golden = golden("vgg/squeezenet1_1");
    var weights = PublishedWeights.read(golden.path("weights.pth"));
    FeatureArchitecture architecture = Architectures.of(weights).orElseThrow();
    var names = new ArrayList<>(SqueezeNet.LPIPS_TAPS);
    names.add("logits");
    try (var extractor = FeatureExtractor.load(architecture, names, weights, Device.cpu())) {
      assertThat(extractor.name()).isEqualTo("SqueezeNet 1.1");
      NDArray image = golden.array("image", scope);
      image.setRequiresGradient(true);
      Map<String, NDArray> taps =
          Gradients.recording(() -> extractor.of(SYMMETRIC.apply(image), names));
      names.forEach(tap -> golden.assertMatches("output." + tap, taps.get(tap)));
      NDArray loss =
          Gradients.recording(
              () ->
                  SqueezeNet.LPIPS_TAPS.stream()
                      .map(tap -> taps.get(tap).square().mean())
                      .reduce(NDArray::add)
                      .orElseThrow());
      golden.assertMatches("output.loss", loss);
      golden.assertMatches("grad.image", Gradients.of(loss, List.of(image)).get(0));
    }
  }

  @Test
  void the_normalised_vgg_gives_the_references_taps() throws Exception {
    Golden golden = golden("style/adain_network");
    var weights = PublishedWeights.read(golden.path("vgg.pth"));
    var names = List.of("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_4");
    FeatureArchitecture architecture = Architectures.of(weights).orElseThrow();
    assertThat(architecture.name()).isEqualTo(NormalisedVgg.architecture().name());
    try (var extractor = FeatureExtractor.load(architecture, names, weights, Device.cpu())) {
      Map<String, NDArray> taps = extractor.of(SYMMETRIC.apply(golden.array("content", scope)));
      for (String tap : names.subList(0, 4)) {
        golden.assertMatches("output.content_" + tap, taps.get(tap));
      }
      golden.assertMatches("output.vgg_all_layers_relu5_4", taps.get("relu5_4"));
      NDArray style = SYMMETRIC.apply(golden.array("style", scope));
      golden.assertMatches(
          "output.style_relu4_1", extractor.of(style, List.of("relu4_1")).get("relu4_1"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void the_compressed_vgg_gives_the_references_taps(int level) throws Exception {
    Path file = weights("collab16x/" + level + "SE.pth");
    Golden golden = golden("real/collab16x_" + level + "se_" + level + "sd");
    var weights = PublishedWeights.read(file);
    FeatureArchitecture architecture = Architectures.of(weights).orElseThrow();
    assertThat(architecture.name()).isEqualTo(CompressedVgg.encoder(level).name());
    var names = new ArrayList<String>();
    for (int stage = 1; stage <= level; stage++) {
      names.add("relu" + stage + "_1");
    }
    try (var extractor = FeatureExtractor.load(architecture, names, weights, Device.cpu())) {
      Map<String, NDArray> taps = extractor.of(SYMMETRIC.apply(golden.array("image", scope)));
      for (String tap : names) {
        golden.assertMatches("output.eval." + tap, taps.get(tap));
      }
    }
  }

  @Test
  void every_encoder_of_the_compressed_vgg_loads() throws Exception {
    for (int level = 1; level <= CompressedVgg.LEVELS; level++) {
      var weights = PublishedWeights.read(weights("collab16x/" + level + "SE.pth"));
      String last = "relu" + level + "_1";
      try (var extractor =
          FeatureExtractor.load(
              CompressedVgg.encoder(level), List.of(last), weights, Device.cpu())) {
        assertThat(extractor.taps()).containsExactly(last);
      }
    }
  }

  @Test
  void published_heads_of_lpips_fit_their_trunks() throws Exception {
    for (LpipsTrunk trunk : LpipsTrunk.values()) {
      String file = trunk == LpipsTrunk.ALEX ? "alex" : trunk == LpipsTrunk.VGG ? "vgg" : "squeeze";
      var heads = PublishedWeights.read(weights("lpips/" + file + ".pth"));
      try (var random = FeatureExtractor.random(trunk.architecture(), trunk.taps(), Device.cpu())) {
        var lpips = new Lpips(random, Lpips.heads(heads, scope));
        var shape = new Shape(2, 3, 64, 64);
        NDArray pictures =
            HostValues.toArray(
                scope, CounterRandom.of(3).gaussians(Math.toIntExact(shape.size())), shape);
        NDArray shifted = SHIFTED.apply(pictures);
        assertThat(lpips.of(pictures, pictures).toFloatArray()).containsOnly(0f);
        assertThat(lpips.of(pictures, shifted).min().getFloat()).isPositive();
        assertThat(lpips.of(shifted, pictures).toFloatArray())
            .containsExactly(lpips.of(pictures, shifted).toFloatArray());
      }
    }
  }

  @Test
  void weights_of_another_network_are_none_of_these() {
    var other = Map.of("main.0.weight", HostTensor.of(new Shape(4, 3, 3, 3), new float[108]));
    assertThat(Architectures.of(new PublishedWeights(Path.of("other.pth"), other))).isEmpty();
    // A VGG of a width that no divisor gives.
    var odd = Map.of("features.0.weight", HostTensor.of(new Shape(5, 3, 3, 3), new float[135]));
    assertThat(Architectures.of(new PublishedWeights(Path.of("odd.pth"), odd))).isEmpty();
  }
}
