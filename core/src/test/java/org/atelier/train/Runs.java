package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.atelier.model.GenerativeModel;
import org.atelier.model.network.Network;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;

/** What tests of runs share. */
final class Runs {
  private Runs() {}

  static LoopListener.Outcome train(Path run, TrainingOptions options, LoopListener... listeners)
      throws IOException {
    try (var gan = new TinyGan()) {
      return new TrainingLoop<>(gan, TinyGan.data(), options).with(listeners).run(run);
    }
  }

  static LoopListener.Outcome resume(Path run, TrainingOptions options, LoopListener... listeners)
      throws IOException {
    try (var gan = new TinyGan()) {
      return new TrainingLoop<>(gan, TinyGan.data(), options).with(listeners).resume(run);
    }
  }

  /** Every tensor of every file of the last checkpoint, and the losses, to the bit. */
  static void assertSameEnd(Path actual, Path expected) throws IOException {
    assertThat(tensors(actual)).isEqualTo(tensors(expected)).isNotEmpty();
    assertThat(actual.resolve(LossLog.FILE))
        .hasSameTextualContentAs(expected.resolve(LossLog.FILE));
  }

  static Map<String, HostTensor> tensors(Path run) throws IOException {
    Checkpoint checkpoint = Checkpoints.latest(run);
    var tensors = new TreeMap<String, HostTensor>();
    for (Checkpoint.FileEntry entry : checkpoint.description().files()) {
      Safetensors.read(checkpoint.folder().resolve(entry.name()))
          .forEach((name, tensor) -> tensors.put(entry.name() + "/" + name, tensor));
    }
    return tensors;
  }

  static Map<String, HostTensor> arrays(Network network) {
    Map<String, NDArray> arrays = new LinkedHashMap<>(network.parameters());
    arrays.putAll(network.buffers());
    var copies = new LinkedHashMap<String, HostTensor>();
    arrays.forEach((name, array) -> copies.put(name, HostTensor.of(array)));
    return copies;
  }

  static Map<String, HostTensor> arrays(GenerativeModel<?> model) {
    var all = new LinkedHashMap<String, HostTensor>();
    for (Network network : model.networks()) {
      arrays(network).forEach((name, array) -> all.put(network.name() + "." + name, array));
    }
    return all;
  }

  /** All files below a folder with their content. */
  static Map<String, String> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var content = new TreeMap<String, String>();
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  content.put(
                      folder.relativize(file).toString(),
                      java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      return content;
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
