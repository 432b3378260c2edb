package org.atelier.weights.catalogue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a catalogue as JSON: {@code {"entries": [{"name": …, "project": …, "licence": …, "address":
 * …, "file": …, "sha256": …, "bytes" or "mebibytes": …, "note": …}]}}, of which the note may be
 * left out.
 */
final class CatalogueFile {
  private static final Set<String> KEYS =
      Set.of(
          "name", "project", "licence", "address", "file", "sha256", "bytes", "mebibytes", "note");

  private CatalogueFile() {}

  /**
   * @param title the file's name in messages
   * @throws IOException if the file cannot be read or is no catalogue
   */
  static List<CatalogueEntry> entries(Reader json, String title) throws IOException {
    var entries = new ArrayList<CatalogueEntry>();
    try {
      JsonArray all = JsonParser.parseReader(json).getAsJsonObject().getAsJsonArray("entries");
      if (all == null) {
        throw new IllegalArgumentException("Expected a list called entries, but there is none");
      }
      for (JsonElement each : all) {
        entries.add(entry(each.getAsJsonObject()));
      }
      return entries;
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | IllegalArgumentException e) {
      throw new IOException(
          "Cannot read %s: entry %s is wrong (%s)"
              .formatted(title, entries.size() + 1, e.getMessage()),
          e);
    }
  }

  private static CatalogueEntry entry(JsonObject json) {
    for (String key : json.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("Expected no key called '%s'".formatted(key));
      }
    }
    if (json.has("bytes") == json.has("mebibytes")) {
      throw new IllegalArgumentException("Expected a size, either as bytes or as mebibytes");
    }
    return new CatalogueEntry(
        text(json, "name"),
        new CatalogueEntry.Origin(
            text(json, "project"), text(json, "licence"), URI.create(text(json, "address"))),
        text(json, "file"),
        new Checksum(text(json, "sha256")),
        json.has("bytes")
            ? FileSize.ofBytes(json.get("bytes").getAsLong())
            : FileSize.ofMebibytes(json.get("mebibytes").getAsDouble()),
        json.has("note") ? text(json, "note") : "");
  }

  private static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
      throw new IllegalArgumentException("Expected a text called " + key);
    }
    return value.getAsString();
  }
}
