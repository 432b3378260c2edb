package org.atelier.cli.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the published weights of a feature network lie on this machine: in the folder that {@value
 * #FOLDER_VARIABLE} names, under the name with which they were published.
 */
final class WeightsAtHand {
  static final String FOLDER_VARIABLE = "ATELIER_WEIGHTS";

  /** Published file names that do not begin with the network's name here and a dash. */
  private static final Map<String, String> FILES =
      Map.of(
          "alexnet", "alexnet-owt-[0-9a-f]{8}\\.pth",
          "inception_v3", "inception_v3_google-[0-9a-f]{8}\\.pth",
          "fid-inception", "pt_inception-2015-12-05-[0-9a-f]{8}\\.pth",
          "vgg_normalised", "vgg_normalised\\.pth",
          "vgg_compressed", "5SE\\.pth");

  private WeightsAtHand() {}

  /**
   * Finds the file of a network.
   *
   * @param network a name of {@link org.atelier.features.Architectures}
   */
  static Optional<Path> of(String network) {
    String folder = System.getenv(FOLDER_VARIABLE);
    return folder == null || folder.isBlank() ? Optional.empty() : in(Path.of(folder), network);
  }

  /** Finds the file of a network in a folder or the folders in it. */
  static Optional<Path> in(Path folder, String network) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    String name = FILES.getOrDefault(network, network + "-[0-9a-f]{8}\\.pth");
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches(name))
          .filter(Files::isRegularFile)
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
