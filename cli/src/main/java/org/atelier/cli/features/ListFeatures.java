package org.atelier.cli.features;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.UsageException;
import org.atelier.features.Architectures;
import org.atelier.features.TapDescription;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.WeightsCatalogue;
import org.atelier.weights.catalogue.WeightsStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists feature networks and their taps: {@code ./atelier features list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description = {
      "Lists the feature networks and which weights are at hand; of one network, its taps.",
      "A tap is the output of a layer. Its stride is the number of pixels from one position to the"
          + " next, its field the side in pixels of what one position sees."
    },
    footer = {"", Commands.EXIT_CODES})
public final class ListFeatures implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|FILE",
      description = "Network, or a file of its weights, whose taps are listed (default: all).")
  private @Nullable String network;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (network == null) {
      listNetworks(out);
    } else {
      listTaps(architecture(network), out);
    }
    out.flush();
    return Commands.DONE;
  }

  private static void listNetworks(PrintWriter out) {
    Map<String, FeatureArchitecture> all = Architectures.byName();
    WeightsStore store = UsageException.unless(WeightsStore::ofEnvironment);
    String format = "%-15s  %-28s  %4s  %s%n";
    out.printf(Locale.ROOT, format, "name", "network", "taps", "weights");
    all.forEach(
        (name, architecture) ->
            out.printf(
                Locale.ROOT,
                format,
                name,
                architecture.name(),
                architecture.taps().size(),
                weights(name, store)));
    out.printf("%n./atelier features list NAME lists the taps of a network.%n");
  }

  /** Where the weights of a network are, by the catalogue. */
  private static String weights(String name, WeightsStore store) {
    if (name.equals(Architectures.BUNDLED)) {
      return "bundled";
    }
    Optional<CatalogueEntry> entry =
        WeightsCatalogue.bundled().find(ExtractorChoice.catalogueName(name));
    return entry
        .flatMap(store::atHand)
        .map(String::valueOf)
        .orElse(entry.isPresent() ? "./atelier weights get " + entry.get().name() : "your file");
  }

  /** Returns the architecture that a name or a file of weights means. */
  private static FeatureArchitecture architecture(String nameOrFile) {
    Map<String, FeatureArchitecture> all = Architectures.byName();
    FeatureArchitecture named = all.get(nameOrFile);
    if (named != null) {
      return named;
    }
    String names = String.join(", ", all.keySet());
    Path file = UsageException.unless(() -> Path.of(nameOrFile));
    Inputs.file("features list", "a network (%s) or a file of its weights".formatted(names), file);
    PublishedWeights weights = UsageException.unless(() -> PublishedWeights.read(file));
    return Architectures.of(weights)
        .orElseThrow(
            () ->
                new UsageException(
                    "features list expects weights of one of the networks %s, but the tensors of %s are of another"
                        .formatted(names, file)));
  }

  private static void listTaps(FeatureArchitecture architecture, PrintWriter out) {
    List<TapDescription> taps = TapDescription.of(architecture);
    int name = longest(taps.stream().map(TapDescription::name).toList());
    String format = "%-" + name + "s  %8s  %6s  %5s  %s%n";
    out.printf("%s%n", architecture.name());
    out.printf(Locale.ROOT, format, "tap", "channels", "stride", "field", "layer");
    for (TapDescription tap : taps) {
      boolean everything = tap.window().isEverything();
      out.printf(
          Locale.ROOT,
          format,
          tap.name(),
          tap.channels(),
          everything ? "-" : tap.window().stride(),
          everything ? "all" : tap.window().size(),
          tap.path());
    }
    out.printf("%nThe path of any other layer is a tap, too.%n");
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(1);
  }
}
