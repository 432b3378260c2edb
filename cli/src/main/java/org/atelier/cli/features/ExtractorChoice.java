package org.atelier.cli.features;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.UsageException;
import org.atelier.features.Architectures;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that choose the feature network of a command, for a picocli mixin: {@link #check}
 * before anything is computed, then {@link #open}.
 */
public final class ExtractorChoice {
  private static final String FEATURES = "--features";
  private static final String FILE = "--weights-file";

  @Option(
      names = FEATURES,
      paramLabel = "NAME|FILE",
      description =
          "Feature network: a name of ./atelier features list, or a file of published weights, whose"
              + " network is detected (default: the bundled mobilenet).")
  private @Nullable String features;

  @Option(
      names = FILE,
      paramLabel = "FILE",
      description = "File of the weights of the network that --features names.")
  private @Nullable Path weightsFile;

  /** Returns whether the options choose the bundled network, as the default does. */
  public boolean isBundled() {
    return weightsFile == null
        && (features == null || features.equals(Architectures.BUNDLED) && !isFile(features));
  }

  /**
   * Refuses unknown networks and files that do not exist.
   *
   * @throws UsageException with a sentence
   */
  public void check() {
    if (weightsFile != null) {
      Inputs.file(FILE, "a file of weights", weightsFile);
    }
    if (!isBundled()) {
      file();
    }
  }

  /** Returns the description of the chosen network. */
  public FeatureArchitecture architecture() {
    if (isBundled()) {
      return BundledMobileNetV2.architecture();
    }
    return features == null || isFile(features)
        ? detected(features == null ? FILE : FEATURES, read(file()))
        : named(FEATURES, features);
  }

  /**
   * Opens the network; the caller closes it.
   *
   * @param taps all taps that will be asked for, of which there is at least one
   * @param device the device of the network and of the pictures
   * @throws UsageException if there is no such tap, or the weights do not fit
   */
  public FeatureExtractor open(Collection<String> taps, Device device) {
    return open(architecture(), taps, device);
  }

  /** As {@link #open(Collection, Device)}, of an architecture with other options. */
  public FeatureExtractor open(
      FeatureArchitecture architecture, Collection<String> taps, Device device) {
    if (isBundled()) {
      return UsageException.unless(() -> BundledMobileNetV2.extractor(taps, device));
    }
    PublishedWeights weights = read(file());
    return UsageException.unless(() -> FeatureExtractor.load(architecture, taps, weights, device));
  }

  /** The file of the weights, which is not bundled. */
  private Path file() {
    if (weightsFile != null) {
      if (features != null && isFile(features)) {
        throw new UsageException(
            "%s and %s name different files of weights; leave one out".formatted(FEATURES, FILE));
      }
      if (features != null) {
        named(FEATURES, features);
      }
      return weightsFile;
    }
    String name = features == null ? Architectures.BUNDLED : features;
    if (isFile(name)) {
      Path file = Path.of(name);
      Inputs.file(FEATURES, "a feature network or a file of weights", file);
      return file;
    }
    named(FEATURES, name);
    Optional<Path> found = UsageException.unless(() -> WeightsAtHand.of(name));
    return found.orElseThrow(
        () ->
            new UsageException(
                "%s %s needs the weights of that network, which are not at hand; give their file by %s, or put it into the folder that %s names"
                    .formatted(FEATURES, name, FILE, WeightsAtHand.FOLDER_VARIABLE)));
  }

  private static PublishedWeights read(Path file) {
    return UsageException.unless(() -> PublishedWeights.read(file));
  }

  /** Names of networks have no dot, and no network is a file of the working folder. */
  private static boolean isFile(String text) {
    return !Architectures.byName().containsKey(text)
        && (text.contains(".")
            || text.contains("/")
            || text.contains("\\")
            || UsageException.unless(() -> Files.exists(Path.of(text))));
  }

  /**
   * Returns the architecture that a name or a file means.
   *
   * @param option its name in messages
   */
  static FeatureArchitecture architecture(String option, String nameOrFile) {
    if (!isFile(nameOrFile)) {
      return named(option, nameOrFile);
    }
    Path file = UsageException.unless(() -> Path.of(nameOrFile));
    Inputs.file(option, "a feature network or a file of weights", file);
    return detected(option, read(file));
  }

  private static FeatureArchitecture named(String option, String name) {
    Map<String, FeatureArchitecture> all = Architectures.byName();
    FeatureArchitecture found = all.get(name);
    if (found == null) {
      throw new UsageException(
          "%s expects one of %s, or a file of weights, but got %s"
              .formatted(option, String.join(", ", all.keySet()), name));
    }
    return found;
  }

  private static FeatureArchitecture detected(String option, PublishedWeights weights) {
    return Architectures.of(weights)
        .orElseThrow(
            () ->
                new UsageException(
                    "%s expects weights of one of %s, but %s has those of another network; ./atelier features list shows them"
                        .formatted(
                            option,
                            String.join(", ", Architectures.byName().keySet()),
                            weights.file())));
  }
}
