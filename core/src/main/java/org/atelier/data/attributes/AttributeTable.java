package org.atelier.data.attributes;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The binary attributes of the pictures of a folder, from a CSV file: the header names the column
 * of file names and then the attributes; every further line describes a picture.
 *
 * <pre>
 * file,hat,smile
 * 7.png,1,0
 * </pre>
 *
 * <p>Values are 1, true or yes, and 0, -1, false or no. Quoting is not supported.
 */
public final class AttributeTable {
  private static final int NAMED = 5;

  private final Path file;
  private final List<String> attributes;
  private final Map<String, boolean[]> rows;

  private AttributeTable(Path file, List<String> attributes, Map<String, boolean[]> rows) {
    this.file = file;
    this.attributes = attributes;
    this.rows = rows;
  }

  /**
   * Reads a table.
   *
   * @throws IOException if the file cannot be read, a line has too few, too many or unknown values,
   *     or a picture has two lines; the message names the line
   */
  public static AttributeTable read(Path csv) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(csv, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new IOException("%s is not UTF-8 text".formatted(csv), e);
    }
    if (lines.isEmpty()) {
      throw new IOException("%s is empty: expected a header such as file,hat,smile".formatted(csv));
    }
    List<String> head = cells(lines.get(0).replaceFirst("^\uFEFF", ""));
    List<String> attributes = head.subList(1, head.size());
    if (attributes.isEmpty()
        || attributes.contains("")
        || new HashSet<>(attributes).size() != attributes.size()) {
      throw new IOException(
          "%s, line 1: expected a header such as file,hat,smile, without duplicate attributes, but got \"%s\""
              .formatted(csv, lines.get(0)));
    }
    var rows = new LinkedHashMap<String, boolean[]>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String where = "%s, line %s".formatted(csv, i + 1);
        List<String> cells = cells(lines.get(i));
        if (rows.put(cells.get(0), row(cells, head, where)) != null) {
          throw new IOException("%s: duplicate line for %s".formatted(where, cells.get(0)));
        }
      }
    }
    return new AttributeTable(csv, List.copyOf(attributes), rows);
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }

  private static boolean[] row(List<String> cells, List<String> head, String where)
      throws IOException {
    if (cells.size() != head.size()) {
      throw new IOException(
          "%s: expected %s values as in the header, but got %s"
              .formatted(where, head.size(), cells.size()));
    }
    var row = new boolean[cells.size() - 1];
    for (int i = 0; i < row.length; i++) {
      row[i] =
          switch (cells.get(i + 1).toLowerCase(Locale.ROOT)) {
            case "1", "true", "yes" -> true;
            case "0", "-1", "false", "no" -> false;
            default ->
                throw new IOException(
                    "%s: expected 1 or 0 for %s, but got \"%s\""
                        .formatted(where, head.get(i + 1), cells.get(i + 1)));
          };
    }
    return row;
  }

  /** Returns the names of the attributes, in the order of the file. */
  public List<String> attributes() {
    return attributes;
  }

  /** Returns selected attributes of selected pictures, in the given order. */
  boolean[][] values(List<String> pictures, List<String> wanted) throws IOException {
    List<String> unknown = wanted.stream().filter(name -> !attributes.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no attribute %s; it has %s"
              .formatted(file, String.join(", ", unknown), String.join(", ", attributes)));
    }
    List<String> missing = pictures.stream().filter(name -> !rows.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IOException(
          "%s has no line for %s of the %s pictures: %s%s; add them, or remove the pictures"
              .formatted(
                  file,
                  missing.size(),
                  pictures.size(),
                  String.join(", ", missing.stream().limit(NAMED).toList()),
                  missing.size() > NAMED ? ", …" : ""));
    }
    var values = new ArrayList<boolean[]>();
    for (String picture : pictures) {
      boolean[] row = rows.get(picture);
      var chosen = new boolean[wanted.size()];
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = row[attributes.indexOf(wanted.get(i))];
      }
      values.add(chosen);
    }
    return values.toArray(boolean[][]::new);
  }
}
