package org.atelier.translation.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.weights.HostTensor;
import org.atelier.weights.WeightsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class PublishedGeneratorTest {
  @ParameterizedTest
  @GoldenCases(family = "formats", source = "models/networks.py", symbol = "ResnetGenerator")
  void every_container_gives_the_generator_and_its_pictures(Golden golden) throws IOException {
    int compared = 0;
    for (String file : golden.fileNames()) {
      if (file.startsWith("format_") && !file.endsWith(".json")) {
        check(golden, file);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  private static void check(Golden golden, String file) throws IOException {
    PublishedWeights weights = PublishedWeights.read(golden.path(file));
    PublishedGenerator found = PublishedGenerator.of(weights).orElseThrow();
    assertThat(found)
        .as(file)
        .isEqualTo(
            new PublishedGenerator(
                GoldenNets.resnet(golden, "weights"),
                golden.size("input_nc"),
                golden.size("output_nc")));
    boolean rounded = file.startsWith("format_half") || file.startsWith("format_bfloat");
    double rounding = rounded ? 0.02 : 1e-5;
    try (Network network = network(found.generator());
        NDManager scope = NDManager.newBaseManager(Device.cpu())) {
      PublishedGenerator.load(weights, network);
      float[] made = network.predict(golden.array("image", scope)).toFloatArray();
      float[] expected = golden.tensor("output.eval.image").toFloats();
      assertThat(made).as(file).containsExactly(expected, within((float) rounding));
    }
  }

  @Test
  void every_generator_is_known_by_its_names() {
    for (PictureGenerator generator :
        new PictureGenerator[] {
          ResnetGenerator.of(1).withFilters(2),
          ResnetGenerator.of(3).withFilters(2).withNorm(Normalisation.BATCH_INSTANCE_STATISTICS),
          ResnetGenerator.of(2).withFilters(2).withDropout(DropoutMode.TRAINING),
          ResnetGenerator.of(2).withFilters(2).withUpsampling(Upsampling.RESIZE),
          UnetGenerator.of(3).withFilters(2),
          UnetGenerator.of(4).withFilters(2).withNorm(Normalisation.INSTANCE),
          UnetGenerator.of(3).withFilters(2).withUpsampling(Upsampling.RESIZE)
        }) {
      try (Network network = network(generator)) {
        assertThat(PublishedGenerator.of(weights(network)))
            .contains(new PublishedGenerator(generator, 3, 3));
      }
    }
  }

  @Test
  void weights_that_do_not_fit_are_told_apart_and_the_fitting_options_named() {
    try (Network published = network(ResnetGenerator.of(3).withFilters(2));
        Network other = network(ResnetGenerator.of(2).withFilters(4))) {
      var before = other.parameters().get("model.1.weight").toFloatArray();
      PublishedWeights weights = weights(published);
      assertThatThrownBy(() -> PublishedGenerator.load(weights, other))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("do not fit the network \"G\"")
          .hasMessageContaining("Missing: model.12.bias, model.12.weight")
          .hasMessageContaining("Unexpected: model.12.conv_block.1.bias")
          .hasMessageContaining(
              "Of another shape: model.1.weight (expected (4, 3, 7, 7), but got (2, 3, 7, 7))")
          .hasMessageContaining("The file fits a ResnetGenerator with filters 2, blocks 3");
      assertThat(other.parameters().get("model.1.weight").toFloatArray()).isEqualTo(before);
    }
  }

  @Test
  void weights_of_something_else_are_no_generator() {
    var weights =
        new PublishedWeights(
            Path.of("other.pth"), Map.of("fc.weight", HostTensor.of(new Shape(1, 1), 1)));
    assertThat(PublishedGenerator.of(weights)).isEmpty();
    try (Network network = network(ResnetGenerator.of(1).withFilters(2))) {
      assertThatThrownBy(() -> PublishedGenerator.load(weights, network))
          .hasMessageContaining("Unexpected: fc.weight");
    }
  }

  private static Network network(PictureGenerator generator) {
    var network = new Network("G", generator.layers(3), Adam.of(1e-3, 0.5), new Shape(3, 64, 64));
    network.initialize(1, Device.cpu());
    return network;
  }

  private static PublishedWeights weights(Network network) {
    return new PublishedWeights(
        Path.of("published.pth"),
        network.parameters().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> HostTensor.of(e.getValue()))));
  }
}
