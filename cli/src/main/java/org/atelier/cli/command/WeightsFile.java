package org.atelier.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.atelier.monitoring.DownloadBar;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.WeightsCatalogue;
import org.atelier.weights.catalogue.WeightsStore;
import picocli.CommandLine.TypeConversionException;

/**
 * A file of published weights, as an option names it: a path, or a name of the catalogue. A name
 * stands for a file of that name if there is one; {@code catalogue:NAME} is always of the
 * catalogue.
 *
 * @param text what was typed
 */
public record WeightsFile(String text) {
  /** What marks a name of the catalogue. */
  public static final String PREFIX = "catalogue:";

  /** What the help of an option says besides what the file holds. */
  public static final String RULE =
      "A file, or a name of ./atelier weights list, which is downloaded if it is not at hand.";

  /** Reads what was typed; the file need not exist. */
  static WeightsFile of(String text) {
    if (text.isBlank() || text.equals(PREFIX)) {
      throw new TypeConversionException("expects a path, but was empty");
    }
    new PathArgument().convert(text);
    return new WeightsFile(text);
  }

  /**
   * Refuses what is neither a file nor a name of the catalogue.
   *
   * @param option its name in messages, such as {@code --inception}
   */
  public void check(String option) {
    if (entry().isEmpty()) {
      Inputs.file(option, "a file of weights or a name of the catalogue", path(text));
    }
  }

  /**
   * Returns the file; downloads it if it is one of the catalogue and not at hand, with a progress
   * bar. What is no name of the catalogue is returned as a path, which need not exist.
   *
   * @throws UsageException if it is marked as a name of the catalogue and is none
   * @throws IOException if it cannot be had
   */
  public Path path() throws IOException {
    Optional<CatalogueEntry> entry = entry();
    if (entry.isEmpty()) {
      return path(text);
    }
    var screen = new PrintWriter(System.err, true);
    return WeightsStore.ofEnvironment().get(entry.get(), DownloadBar.onScreen(screen));
  }

  private Optional<CatalogueEntry> entry() {
    if (text.startsWith(PREFIX)) {
      String name = text.substring(PREFIX.length());
      return Optional.of(UsageException.unless(() -> WeightsCatalogue.bundled().entry(name)));
    }
    return Files.exists(path(text)) ? Optional.empty() : WeightsCatalogue.bundled().find(text);
  }

  private static Path path(String text) {
    return PathArgument.of(text);
  }

  /** Returns what was typed. */
  @Override
  public String toString() {
    return text;
  }
}
