package org.atelier.cli.train.style;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.UsageException;
import org.atelier.features.Architectures;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the network whose features say what content and style are. */
final class StyleFeatures {
  private static final String NETWORK = "features";
  private static final String WEIGHTS = "features-weights";

  @Option(
      names = "--features",
      paramLabel = "NAME",
      description =
          "Network whose features are compared: mobilenet, which is bundled, or with"
              + " --features-weights one of vgg16, vgg19, vgg_compressed and others (default:"
              + " mobilenet). A resumed run keeps its choice.")
  private @Nullable String network;

  @Option(
      names = "--features-weights",
      paramLabel = "FILE",
      description = "Published weights of --features; read as data, no code in it is executed.")
  private @Nullable Path weights;

  /** Adds these options to a run's settings; a resumed run keeps its own. */
  Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(saved);
    if (network != null) {
      kept.put(NETWORK, network);
      kept.remove(WEIGHTS);
    }
    if (weights != null) {
      kept.put(WEIGHTS, weights.toAbsolutePath().normalize().toString());
    }
    kept.putIfAbsent(NETWORK, Architectures.BUNDLED);
    return kept;
  }

  /** Refuses a network that there is not, and one without weights. */
  static void check(Map<String, String> kept) {
    String name = name(kept);
    if (!Architectures.byName().containsKey(name)) {
      throw new UsageException(
          "--features expects one of %s, but was %s"
              .formatted(String.join(", ", Architectures.byName().keySet()), name));
    }
    String file = kept.get(WEIGHTS);
    if (isBundled(kept) == (file != null)) {
      throw new UsageException(
          file == null
              ? "--features %s expects a file of its published weights; give --features-weights FILE, or leave --features out"
                  .formatted(name)
              : "--features-weights expects --features NAME of another network than the bundled one; give both");
    }
    if (file != null) {
      Inputs.file("--features-weights", "a file of weights", Path.of(file));
    }
  }

  /** The network's name. */
  static String name(Map<String, String> kept) {
    return kept.getOrDefault(NETWORK, Architectures.BUNDLED);
  }

  /** Whether it is the bundled network. */
  static boolean isBundled(Map<String, String> kept) {
    return name(kept).equals(Architectures.BUNDLED);
  }

  /**
   * Opens the network.
   *
   * @param taps all that will be asked for
   */
  static FeatureExtractor open(Map<String, String> kept, Collection<String> taps, Device device)
      throws IOException {
    String file = kept.get(WEIGHTS);
    if (file == null) {
      return BundledMobileNetV2.extractor(taps, device);
    }
    PublishedWeights published = PublishedWeights.read(Path.of(file));
    FeatureArchitecture named = Architectures.byName().get(name(kept));
    // A narrow network of the same kind says its own widths.
    FeatureArchitecture architecture =
        Architectures.of(published).filter(found -> found.name().equals(named.name())).orElse(named);
    return FeatureExtractor.load(architecture, taps, published, device);
  }
}
