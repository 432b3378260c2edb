package org.atelier.cli.features;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.command.WeightsFile;
import org.atelier.features.Architectures;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that chooses a feature network. */
public final class ExtractorChoice {
  private static final String RANDOM = "random:";

  @Option(
      names = "--features",
      paramLabel = "NAME|FILE",
      description =
          "Feature network: a name of ./atelier features list, whose weights are downloaded if they"
              + " are not at hand, or a file of published weights; random:NAME for one without"
              + " training (default: mobilenet, whose weights are bundled).")
  private @Nullable String features;

  /** What was chosen, resolved once. */
  private @Nullable Chosen chosen;

  /**
   * A network and where its weights are.
   *
   * @param architecture of the network
   * @param weights null for the bundled ones, and for random ones
   */
  private record Chosen(FeatureArchitecture architecture, @Nullable PublishedWeights weights) {}

  /** Returns the choice that a run has {@linkplain #recorded recorded}. */
  public static ExtractorChoice of(String recorded) {
    var choice = new ExtractorChoice();
    choice.features = recorded;
    return choice;
  }

  /** Returns the name, or the absolute path of a file. */
  public String recorded() {
    String text = name();
    return isRandom() || architecture(text).isPresent()
        ? text
        : Path.of(text).toAbsolutePath().normalize().toString();
  }

  /** Returns the name as typed; that of the bundled network if none was given. */
  public String name() {
    return features == null ? Architectures.BUNDLED : features;
  }

  /** Returns whether the option was given. */
  public boolean isGiven() {
    return features != null;
  }

  /** Refuses what is neither the name of a network nor a file, before anything is loaded. */
  public void check() {
    String text = name();
    if (isRandom()) {
      architecture(text.substring(RANDOM.length()))
          .orElseThrow(
              () ->
                  new UsageException(
                      "--features expects the name of a network after random:, one of %s, but was %s"
                          .formatted(String.join(", ", names()), text)));
    } else if (architecture(text).isEmpty()) {
      Inputs.file(
          "--features",
          "a network (%s) or a file of its weights".formatted(String.join(", ", names())),
          PathArgument.of(text));
    }
  }

  /** Returns whether the network has random weights. */
  public boolean isRandom() {
    return name().startsWith(RANDOM);
  }

  /**
   * Returns the architecture; reads the file of weights, or downloads it, if it needs one.
   *
   * @throws UsageException if a file is of no network that this library knows
   * @throws IOException if weights cannot be had
   */
  public FeatureArchitecture architecture() throws IOException {
    return chosen().architecture;
  }

  /**
   * Opens the network; the caller closes it.
   *
   * @param taps all taps that will be asked for
   * @throws UsageException if there is no such tap, or the weights are another network's
   * @throws IOException if weights cannot be had
   */
  public FeatureExtractor open(Collection<String> taps, Device device) throws IOException {
    Chosen network = chosen();
    PublishedWeights weights = network.weights;
    return UsageException.unless(
        () ->
            weights != null
                ? FeatureExtractor.load(network.architecture, taps, weights, device)
                : isRandom()
                    ? FeatureExtractor.random(network.architecture, taps, device)
                    : BundledMobileNetV2.extractor(taps, device));
  }

  private Chosen chosen() throws IOException {
    Chosen known = chosen;
    if (known == null) {
      known = resolve();
      chosen = known;
    }
    return known;
  }

  private Chosen resolve() throws IOException {
    check();
    String text = name();
    if (isRandom()) {
      return new Chosen(architecture(text.substring(RANDOM.length())).orElseThrow(), null);
    }
    Optional<FeatureArchitecture> named = architecture(text);
    if (text.equals(Architectures.BUNDLED)) {
      return new Chosen(named.orElseThrow(), null);
    }
    Path file = named.isPresent() ? ofCatalogue(text) : PathArgument.of(text);
    PublishedWeights weights = UsageException.unless(() -> PublishedWeights.read(file));
    FeatureArchitecture architecture =
        named
            .or(() -> Architectures.of(weights))
            .orElseThrow(
                () ->
                    new UsageException(
                        "%s: expected weights of one of the networks %s, but its tensors are of another"
                            .formatted(file, String.join(", ", names()))));
    return new Chosen(architecture, weights);
  }

  /** Its file by the catalogue, in which most networks have their own names. */
  private static Path ofCatalogue(String name) throws IOException {
    var file = new WeightsFile(WeightsFile.PREFIX + catalogueName(name));
    try {
      return file.path();
    } catch (UsageException e) {
      throw new UsageException(
          "There is no known address of the weights of %s; name a file of them by --features FILE"
              .formatted(name));
    }
  }

  /** Returns the name of a network's weights in the catalogue, if they are there. */
  static String catalogueName(String network) {
    return network.equals("vgg_compressed") ? "collab16x/5SE" : network;
  }

  private static Optional<FeatureArchitecture> architecture(String name) {
    return Optional.ofNullable(Architectures.byName().get(name));
  }

  private static List<String> names() {
    return List.copyOf(Architectures.byName().keySet());
  }
}
