package org.atelier.cli.weights;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.UsageException;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.FileSize;
import org.atelier.weights.catalogue.WeightsCatalogue;
import org.atelier.weights.catalogue.WeightsStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the catalogue of published weights: {@code ./atelier weights list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description =
        "Lists published weights with size, licence and project, and which are at hand, by name and"
            + " size: their content is verified whenever they are used.",
    footer = {"", Commands.EXIT_CODES})
public final class ListWeights implements Callable<Integer> {
  private static final double MEGABYTE = 1e6;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    WeightsStore store = UsageException.unless(WeightsStore::ofEnvironment);
    List<CatalogueEntry> entries = WeightsCatalogue.bundled().entries();
    String format =
        "%-"
            + longest(entries, CatalogueEntry::name)
            + "s  %9s  %-12s  %-"
            + longest(entries, entry -> entry.origin().project())
            + "s  %s%n";
    out.printf(Locale.ROOT, format, "name", "size", "licence", "project", "at hand");
    for (CatalogueEntry entry : entries) {
      out.printf(
          Locale.ROOT,
          format,
          entry.name(),
          size(entry.size()),
          entry.origin().licence(),
          entry.origin().project(),
          store.atHand(entry).map(String::valueOf).orElse("no"));
    }
    out.printf("%n./atelier weights get NAME downloads into %s.%n", store.cache());
    out.flush();
    return Commands.DONE;
  }

  private static int longest(List<CatalogueEntry> entries, Function<CatalogueEntry, String> text) {
    return entries.stream().map(text).mapToInt(String::length).max().orElse(1);
  }

  private static String size(FileSize size) {
    double megabytes = size.bytes() / MEGABYTE;
    return megabytes < 1
        ? String.format(Locale.ROOT, "%.0f kB", Math.max(1, megabytes * 1000))
        : String.format(Locale.ROOT, "%.1f MB", megabytes);
  }
}
