package org.atelier.weights.catalogue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.atelier.options.NearNames;

/**
 * The published weights that can be asked for by name. A name is found whatever its case, and with
 * dashes for underscores.
 *
 * <pre>{@code
 * CatalogueEntry vgg = WeightsCatalogue.bundled().entry("vgg16");
 * Path file = WeightsStore.ofEnvironment().get(vgg, DownloadListener.none());
 * PublishedWeights weights = PublishedWeights.read(file);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class WeightsCatalogue {
  private static final String RESOURCE = "catalogue.json";
  private static final int NEAR = 4;
  private static final int MOST_EDITS = 2;

  private final Map<String, CatalogueEntry> entries;

  private WeightsCatalogue(Map<String, CatalogueEntry> entries) {
    this.entries = entries;
  }

  /**
   * Returns a catalogue of these entries, in this order.
   *
   * @throws IllegalArgumentException if two have the same name or file
   */
  public static WeightsCatalogue of(List<CatalogueEntry> entries) {
    var byName = new LinkedHashMap<String, CatalogueEntry>();
    var byFile = new LinkedHashMap<String, CatalogueEntry>();
    for (CatalogueEntry entry : entries) {
      if (byName.put(key(entry.name()), entry) != null
          || byFile.put(key(entry.file()), entry) != null) {
        throw new IllegalArgumentException(
            "Expected names and files that differ, but two entries are called %s, or have its file %s"
                .formatted(entry.name(), entry.file()));
      }
    }
    return new WeightsCatalogue(byName);
  }

  /** Returns the project's catalogue, a resource of this jar. */
  public static WeightsCatalogue bundled() {
    return Bundled.CATALOGUE;
  }

  /** Read once, when it is first asked for. */
  private static final class Bundled {
    static final WeightsCatalogue CATALOGUE = read();

    private static WeightsCatalogue read() {
      try (InputStream in = WeightsCatalogue.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new FileNotFoundException(
              "The jar of atelier-core is damaged, missing file: " + RESOURCE);
        }
        return of(
            CatalogueFile.entries(
                new InputStreamReader(in, StandardCharsets.UTF_8), "the bundled " + RESOURCE));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns all entries, in the catalogue's order. */
  public List<CatalogueEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** Returns the entry of a name; empty if there is none. */
  public Optional<CatalogueEntry> find(String name) {
    return Optional.ofNullable(entries.get(key(name)));
  }

  /**
   * Returns the entry of a name.
   *
   * @throws IllegalArgumentException if there is none; the message names the near matches
   */
  public CatalogueEntry entry(String name) {
    return find(name).orElseThrow(() -> unknown(name));
  }

  /**
   * Returns the entries that a name stands for: one, or all of a group, which is the part of their
   * names before the slash.
   *
   * @throws IllegalArgumentException if there is none; the message names the near matches
   */
  public List<CatalogueEntry> named(String name) {
    String group = key(name) + "/";
    List<CatalogueEntry> all =
        entries.entrySet().stream()
            .filter(each -> each.getKey().startsWith(group))
            .map(Map.Entry::getValue)
            .toList();
    return all.isEmpty() ? List.of(entry(name)) : all;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private IllegalArgumentException unknown(String name) {
    List<String> near = near(key(name));
    return new IllegalArgumentException(
        near.isEmpty()
            ? "There are no weights called %s in the catalogue, which has %s"
                .formatted(name, String.join(", ", groups()))
            : "There are no weights called %s in the catalogue; did you mean %s?"
                .formatted(name, String.join(", ", near)));
  }

  /** The names without those of one group, which stands for them. */
  private List<String> groups() {
    return entries.values().stream()
        .map(entry -> entry.name().replaceAll("/.*", ""))
        .distinct()
        .toList();
  }

  private List<String> near(String key) {
    var near = new ArrayList<String>();
    for (CatalogueEntry entry : entries.values()) {
      String its = key(entry.name());
      Stream<String> parts = Stream.of(its, its.substring(its.indexOf('/') + 1));
      if (its.contains(key)
          || key.contains(its)
          || parts.anyMatch(part -> NearNames.distance(key, part) <= MOST_EDITS * NearNames.EDIT)) {
        near.add(entry.name());
      }
    }
    return near.subList(0, Math.min(NEAR, near.size()));
  }
}
