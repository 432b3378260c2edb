package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.features.ExtractorChoice;
import org.atelier.perception.FeatureExtractor;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FeaturesTest {
  @TempDir Path folder;

  /** A command with the options that choose a network. */
  @Command(name = "choose")
  static final class Choosing {
    @Mixin final ExtractorChoice choice = new ExtractorChoice();
  }

  private static ExtractorChoice choice(String... arguments) {
    var command = new Choosing();
    new CommandLine(command).parseArgs(arguments);
    return command.choice;
  }

  /** The first two convolutions of a VGG of an eighth of the width. */
  private Path narrowVgg() throws IOException {
    var tensors = new LinkedHashMap<String, HostTensor>();
    tensors.put("features.0.weight", HostTensor.of(new Shape(8, 3, 3, 3), new float[216]));
    tensors.put("features.0.bias", HostTensor.of(new Shape(8), new float[8]));
    tensors.put("features.2.weight", HostTensor.of(new Shape(8, 8, 3, 3), new float[576]));
    tensors.put("features.2.bias", HostTensor.of(new Shape(8), new float[8]));
    Path file = folder.resolve("narrow.safetensors");
    Safetensors.write(file, tensors, Map.of());
    return file;
  }

  @Test
  void lists_networks_and_the_taps_of_one() throws IOException {
    CommandLineRun all = CommandLineRun.atelier("features", "list");
    assertThat(all.code()).isZero();
    assertThat(all.out()).contains("vgg19_bn", "squeezenet1_1", "fid-inception");
    assertThat(all.out()).containsPattern("mobilenet +MobileNetV2 +\\d+ +bundled");

    CommandLineRun vgg = CommandLineRun.atelier("features", "list", "vgg19");
    assertThat(vgg.out()).containsPattern("relu4_1 +512 +8 +68 +features\\.20\\R");
    assertThat(vgg.out()).containsPattern("logits +1000 +- +all +classifier\\R");

    CommandLineRun narrow = CommandLineRun.atelier("features", "list", narrowVgg());
    assertThat(narrow.code()).isZero();
    assertThat(narrow.out()).startsWith("VGG-16").containsPattern("relu4_1 +64 +8 ");
  }

  @Test
  void what_is_no_network_is_refused_in_a_sentence() throws IOException {
    CommandLineRun unknown = CommandLineRun.atelier("features", "list", "vgg18");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("a network (mobilenet, vgg16", "there is no file vgg18");

    CommandLineRun missing = CommandLineRun.atelier("features", "list", folder.resolve("none.pth"));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("there is no file");

    Path other = folder.resolve("other.safetensors");
    Safetensors.write(other, Map.of("main.0.weight", HostTensor.of(new Shape(1), 1f)), Map.of());
    CommandLineRun foreign = CommandLineRun.atelier("features", "list", other);
    assertThat(foreign.code()).isEqualTo(2);
    assertThat(foreign.err()).contains("are of another");
  }

  @Test
  void a_choice_is_the_bundled_network_or_a_file_whose_network_is_detected() throws IOException {
    ExtractorChoice bundled = choice();
    bundled.check();
    assertThat(bundled.isGiven()).isFalse();
    try (FeatureExtractor extractor = bundled.open(List.of("block02.add"), Device.cpu())) {
      assertThat(extractor.channels("block02.add")).isEqualTo(24);
    }
    assertThatThrownBy(() -> bundled.open(List.of("relu4_1"), Device.cpu()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("There is no tap \"relu4_1\" in MobileNetV2");

    String file = narrowVgg().toString();
    ExtractorChoice detected = choice("--features", file);
    detected.check();
    try (FeatureExtractor extractor = detected.open(List.of("relu1_2"), Device.cpu())) {
      assertThat(extractor.channels("relu1_2")).isEqualTo(8);
    }
    // The file has no deeper layers.
    assertThatThrownBy(() -> choice("--features", file).open(List.of("relu2_1"), Device.cpu()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Missing: features.5.bias");
  }

  @Test
  void a_choice_that_is_nothing_is_refused() {
    for (String nothing : List.of("vgg20", "nothing.pth")) {
      assertThatThrownBy(() -> choice("--features", nothing).check())
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("--features expects a network (mobilenet, vgg16")
          .hasMessageContaining("there is no file " + nothing);
    }
  }
}
