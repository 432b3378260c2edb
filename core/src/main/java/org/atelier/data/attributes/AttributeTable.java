package org.atelier.data.attributes;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary attributes of the pictures of a folder, from a table in text: the header names the
 * column of file names and then the attributes; every further line describes a picture.
 *
 * <pre>
 * file,hat,smile
 * 7.png,1,0
 * </pre>
 *
 * <p>Values are separated by commas, semicolons or tabs, whichever the header has, and may stand in
 * quotation marks, as R, Excel and pandas write them. If the first column has no name, and its
 * second column no values of attributes, the first holds row names and is left out; so it is if the
 * header has one name less than the lines. CelebA's {@code list_attr_celeba.txt} is read as it is
 * published: the number of pictures, then the names of the attributes, then a line for each
 * picture, all between blanks.
 *
 * <p>Values are 1, true or yes, and 0, -1, false or no; numbers may have decimals (1.0).
 */
public final class AttributeTable {
  /** The maximum number of lines that describe pictures: 2<sup>22</sup>. It bounds memory. */
  public static final int MAX_LINES = 1 << 22;

  private static final int NAMED = 5;
  private static final int SHOWN = 100;

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
   * @param file UTF-8, or UTF-16 with a byte-order mark
   * @throws IOException if the file cannot be read, a line has too few, too many or unknown values,
   *     a picture has two lines, or there are more than {@link #MAX_LINES}; the message names the
   *     line
   */
  public static AttributeTable read(Path file) throws IOException {
    try (var reader = new TableReader(file)) {
      TableReader.Line header = reader.next();
      if (header == null) {
        throw new IOException(
            "%s is empty: expected a header such as file,hat,smile".formatted(file));
      }
      TableReader.Line line = reader.next();
      int names = namesColumn(reader, header, line);
      List<String> attributes = header.cells().subList(names + 1, header.cells().size());
      if (attributes.isEmpty()
          || attributes.contains("")
          || new HashSet<>(attributes).size() != attributes.size()) {
        throw new IOException(
            "%s, line %s: expected a header such as file,hat,smile, without duplicate attributes, but got \"%s\""
                .formatted(file, header.number(), shortened(String.join(",", header.cells()))));
      }
      // Without a name for the column of files, a line has one value more than the header.
      int skipped = isRowNamed(header, line) ? 1 : Math.max(0, names);
      var rows = new LinkedHashMap<String, boolean[]>();
      for (; line != null; line = reader.next()) {
        String where = "%s, line %s".formatted(file, line.number());
        int expected = skipped + 1 + attributes.size();
        if (line.cells().size() != expected) {
          throw new IOException(
              "%s: expected %s values as in the header, but got %s"
                  .formatted(where, expected, line.cells().size()));
        }
        String name = line.cells().get(skipped);
        if (name.isEmpty()) {
          throw new IOException(
              "%s: expected the name of a picture in column %s, but it is empty"
                  .formatted(where, skipped + 1));
        }
        if (rows.put(key(name), row(line.cells(), skipped + 1, attributes, where)) != null) {
          throw new IOException("%s: duplicate line for %s".formatted(where, shortened(name)));
        }
        if (rows.size() > MAX_LINES) {
          throw new IOException(
              "%s: expected at most %s lines; split the table".formatted(where, MAX_LINES));
        }
      }
      return new AttributeTable(file, List.copyOf(attributes), rows);
    }
  }

  /**
   * Returns the index of the column of file names in the header: 1 behind a column of row names, -1
   * if the header does not name it, else 0.
   */
  private static int namesColumn(
      TableReader reader, TableReader.Line header, TableReader.@Nullable Line first) {
    int columns = header.cells().size();
    if (isRowNamed(header, first)) {
      return 0;
    }
    if (reader.isCounted()
        || reader.isBlankSeparated() && first != null && first.cells().size() == columns + 1) {
      return -1;
    }
    boolean rowNames =
        columns > 2
            && header.cells().get(0).isEmpty()
            && first != null
            && first.cells().size() == columns
            && value(first.cells().get(1)) == null;
    return rowNames ? 1 : 0;
  }

  /**
   * Returns whether lines begin with row names of which the header says nothing, as R's write.table
   * has them.
   */
  private static boolean isRowNamed(TableReader.Line header, TableReader.@Nullable Line first) {
    return header.cells().size() > 1
        && first != null
        && first.cells().size() == header.cells().size() + 1
        && value(first.cells().get(1)) == null;
  }

  private static boolean[] row(
      List<String> cells, int firstValue, List<String> attributes, String where)
      throws IOException {
    var row = new boolean[attributes.size()];
    for (int i = 0; i < row.length; i++) {
      Boolean value = value(cells.get(firstValue + i));
      if (value == null) {
        throw new IOException(
            "%s: expected 1 or 0 for %s, but got \"%s\" in column %s; values are 1, true, yes, 0, -1, false or no"
                .formatted(
                    where,
                    shortened(attributes.get(i)),
                    shortened(cells.get(firstValue + i)),
                    firstValue + i + 1));
      }
      row[i] = value;
    }
    return row;
  }

  private static @Nullable Boolean value(String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "1", "+1", "1.0", "true", "yes" -> true;
      case "0", "-1", "0.0", "-0.0", "-1.0", "false", "no" -> false;
      default -> null;
    };
  }

  /**
   * The name by which a picture is found: accents are the same in whatever form they are written.
   */
  private static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
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
    List<String> missing = pictures.stream().filter(name -> !rows.containsKey(key(name))).toList();
    if (!missing.isEmpty()) {
      throw new IOException(
          "%s has no line for %s of the %s pictures: %s%s; add them, or remove the pictures%s"
              .formatted(
                  file,
                  missing.size(),
                  pictures.size(),
                  String.join(", ", missing.stream().limit(NAMED).toList()),
                  missing.size() > NAMED ? ", …" : "",
                  rows.isEmpty()
                      ? ""
                      : " (its first line is for %s)"
                          .formatted(shortened(rows.keySet().iterator().next()))));
    }
    int[] columns = wanted.stream().mapToInt(attributes::indexOf).toArray();
    var values = new ArrayList<boolean[]>();
    for (String picture : pictures) {
      boolean[] row = rows.get(key(picture));
      var chosen = new boolean[columns.length];
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = row[columns[i]];
      }
      values.add(chosen);
    }
    return values.toArray(boolean[][]::new);
  }
}
