package org.atelier.cli.weights;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.UsageException;
import org.atelier.monitoring.DownloadBar;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.WeightsCatalogue;
import org.atelier.weights.catalogue.WeightsStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads published weights: {@code ./atelier weights get NAME}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description = {
      "Downloads published weights that are not at hand, verifies them, and tells where they are.",
      "An interrupted download is continued by the same command."
    },
    footer = {"", Commands.EXIT_CODES})
public final class GetWeights implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description =
          "Names of ./atelier weights list; the part before a slash stands for all of its files.")
  private @Nullable List<String> names;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    Set<CatalogueEntry> entries = new LinkedHashSet<>();
    for (String name : Objects.requireNonNull(names)) {
      entries.addAll(UsageException.unless(() -> WeightsCatalogue.bundled().named(name)));
    }
    WeightsStore store = UsageException.unless(WeightsStore::ofEnvironment);
    for (CatalogueEntry entry : entries) {
      Path file = store.get(entry, DownloadBar.onScreen(err));
      out.printf("%s: %s (%s)%n", entry.name(), file, verified(entry));
      out.flush();
    }
    return Commands.DONE;
  }

  private static String verified(CatalogueEntry entry) {
    String what =
        entry.checksum().isWhole()
            ? "SHA-256 verified"
            : "the first 8 digits of its SHA-256 verified, which are all that %s publishes"
                .formatted(entry.origin().project());
    return entry.note().isEmpty() ? what : what + ". " + entry.note();
  }
}
