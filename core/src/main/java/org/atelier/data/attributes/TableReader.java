package org.atelier.data.attributes;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a table in text: CSV with commas, semicolons or tabs, whichever the first line
 * has, with or without quotation marks; or cells between blanks. UTF-8, or UTF-16 with a byte-order
 * mark.
 *
 * <p>A first line that is a number alone is CelebA's count of pictures, and skipped; a first line
 * such as {@code sep=;} is Excel's.
 */
final class TableReader implements Closeable {
  private static final char BLANK = ' ';
  private static final String SEPARATORS = ",;\t";

  /** The longest first line, in characters. */
  private static final int MAX_HEAD = 1 << 20;

  private final Path file;
  private final BufferedReader text;
  private final char separator;
  private final boolean counted;
  private final Iterator<CsvRecord> records;
  private long line;

  /** A line's number, from 1, and its cells without surrounding blanks. */
  record Line(long number, List<String> cells) {}

  /** How the text is laid out: its separator, the lines above the header, CelebA's count. */
  private record Layout(char separator, int skipped, boolean counted) {}

  TableReader(Path file) throws IOException {
    this.file = file;
    text = open(file);
    try {
      Layout layout = layout();
      separator = layout.separator();
      counted = layout.counted();
      var csv =
          CsvReader.builder()
              .fieldSeparator(separator)
              .skipEmptyLines(true)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .trimWhitespacesAroundQuotes(separator != BLANK)
              .ofCsvRecord(text);
      csv.skipLines(layout.skipped());
      line = layout.skipped();
      records = csv.iterator();
    } catch (CharacterCodingException e) {
      text.close();
      throw notText(e);
    } catch (UncheckedIOException e) {
      text.close();
      throw checked(e);
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      var pushback = new PushbackInputStream(in, 3);
      byte[] mark = pushback.readNBytes(3);
      Charset charset = StandardCharsets.UTF_8;
      int length = 0;
      if (mark.length == 3
          && mark[0] == (byte) 0xEF
          && mark[1] == (byte) 0xBB
          && mark[2] == (byte) 0xBF) {
        length = 3;
      } else if (mark.length >= 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE) {
        charset = StandardCharsets.UTF_16LE;
        length = 2;
      } else if (mark.length >= 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF) {
        charset = StandardCharsets.UTF_16BE;
        length = 2;
      }
      pushback.unread(mark, length, mark.length - length);
      // A decoder reports malformed text, where a charset would replace it.
      return new BufferedReader(new InputStreamReader(pushback, charset.newDecoder()));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Looks at the first line that is not blank, and leaves the reader where it was. */
  private Layout layout() throws IOException {
    text.mark(MAX_HEAD);
    var builder = new StringBuilder();
    int lines = 1;
    int last = 0;
    for (int i = 0; i < MAX_HEAD; i++) {
      int character = text.read();
      boolean ends = character == '\n' && last != '\r' || character == '\r';
      if (character < 0 || ends && !builder.isEmpty()) {
        break;
      }
      lines += ends ? 1 : 0;
      if (!builder.isEmpty() || !Character.isWhitespace(character)) {
        builder.append((char) character);
      }
      last = character;
    }
    text.reset();
    String line = builder.toString();
    if (line.matches("\\d+\\s*")) {
      return new Layout(BLANK, lines, true);
    }
    if (line.matches("\"?(?i:sep)=[%s]\"?".formatted(SEPARATORS))) {
      return new Layout(line.charAt(line.indexOf('=') + 1), lines, false);
    }
    return new Layout(mostFrequent(line), 0, false);
  }

  /** Returns the most frequent separator outside quotation marks, or a blank if there is none. */
  private static char mostFrequent(String line) {
    var counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      quoted ^= character == '"';
      int which = quoted ? -1 : SEPARATORS.indexOf(character);
      if (which >= 0) {
        counts[which]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return counts[best] == 0 ? BLANK : SEPARATORS.charAt(best);
  }

  /** Returns whether the table is CelebA's: its header does not name the column of files. */
  boolean isCounted() {
    return counted;
  }

  /** Returns whether cells are separated by blanks. */
  boolean isBlankSeparated() {
    return separator == BLANK;
  }

  /**
   * Reads the next line that is not blank.
   *
   * @return null at the end
   * @throws IOException if the file cannot be read, is not text, or has a malformed or overlong
   *     line
   */
  @Nullable Line next() throws IOException {
    try {
      while (records.hasNext()) {
        CsvRecord next = records.next();
        line = next.getStartingLineNumber();
        List<String> cells = next.getFields().stream().map(String::strip).toList();
        if (separator == BLANK) {
          // Runs of blanks separate as one does.
          cells = cells.stream().filter(cell -> !cell.isEmpty()).toList();
        }
        if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
          return new Line(line, cells);
        }
      }
      return null;
    } catch (CsvParseException e) {
      throw new IOException(
          "%s, after line %s: expected a line of CSV, of at most 16384 values: %s"
              .formatted(file, line, e.getMessage().strip()),
          e);
    } catch (UncheckedIOException e) {
      throw checked(e);
    }
  }

  private IOException checked(UncheckedIOException e) {
    return e.getCause() instanceof CharacterCodingException coding ? notText(coding) : e.getCause();
  }

  private IOException notText(CharacterCodingException e) {
    return new IOException(
        "%s is not UTF-8 text: expected UTF-8, or UTF-16 with a byte-order mark; save it as UTF-8"
            .formatted(file),
        e);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
