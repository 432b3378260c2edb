package org.atelier.image;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first directory of a TIFF or BigTIFF: its entries by tag. */
final class TiffDirectory {
  private static final int CLASSIC = 42;
  private static final int BIG = 43;

  /** Bytes per value, by type number; 0 for types that are unknown. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private static final int RATIONAL = 5;

  private final FileBytes file;
  private final Map<Integer, Entry> entries = new HashMap<>();

  private TiffDirectory(FileBytes file) {
    this.file = file;
  }

  /**
   * @param at where the values begin
   */
  private record Entry(int type, long count, long at) {}

  static TiffDirectory parse(FileBytes bytes) throws UnreadableFile {
    var file = bytes.ordered(bytes.startsWith(0, "II"));
    int version = file.u16(2);
    if (version != CLASSIC && version != BIG) {
      throw UnreadableFile.damaged("version %s", version);
    }
    var directory = new TiffDirectory(file);
    if (version == CLASSIC) {
      directory.read(file.u32(4), false);
    } else {
      directory.read(file.i64(8), true);
    }
    return directory;
  }

  private void read(long at, boolean big) throws UnreadableFile {
    long count = big ? file.i64(at) : file.u16(at);
    int size = big ? 20 : 12;
    long first = at + (big ? 8 : 2);
    if (count < 0 || count > file.length() / size || !file.has(first, count * size)) {
      throw UnreadableFile.truncated();
    }
    for (int i = 0; i < count; i++) {
      long entry = first + (long) size * i;
      int type = file.u16(entry + 2);
      long values = big ? file.i64(entry + 4) : file.u32(entry + 4);
      int bytes = type < SIZES.length ? SIZES[type] : 0;
      if (bytes == 0 || values < 0 || values > file.length()) {
        continue; // such an entry is not readable; if it is needed, its absence is reported
      }
      long inline = entry + (big ? 12 : 8);
      boolean fits = values * bytes <= (big ? 8 : 4);
      long valuesAt = fits ? inline : big ? file.i64(inline) : file.u32(inline);
      entries.putIfAbsent(file.u16(entry), new Entry(type, values, valuesAt));
    }
  }

  FileBytes file() {
    return file;
  }

  boolean has(int tag) {
    var entry = entries.get(tag);
    return entry != null && entry.count > 0;
  }

  /** Returns the first value of a tag, as an integer. */
  long value(int tag, long otherwise) throws UnreadableFile {
    var entry = entries.get(tag);
    return entry == null || entry.count == 0 ? otherwise : integer(entry, 0);
  }

  /** Returns the values of a tag, as integers; null if it is missing. */
  long @Nullable [] values(int tag) throws UnreadableFile {
    var entry = entries.get(tag);
    if (entry == null) {
      return null;
    }
    checkWithin(entry);
    var values = new long[(int) entry.count];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(entry, i);
    }
    return values;
  }

  /** Returns the values of a tag of rational or integer numbers; null if it is missing. */
  double @Nullable [] numbers(int tag) throws UnreadableFile {
    var entry = entries.get(tag);
    if (entry == null) {
      return null;
    }
    checkWithin(entry);
    var numbers = new double[(int) entry.count];
    for (int i = 0; i < numbers.length; i++) {
      long at = entry.at + (long) SIZES[entry.type] * i;
      numbers[i] =
          entry.type == RATIONAL ? (double) file.u32(at) / file.u32(at + 4) : integer(entry, i);
    }
    return numbers;
  }

  /** Returns the bytes of a tag; null if it is missing or beyond the end. */
  byte @Nullable [] bytes(int tag) throws UnreadableFile {
    var entry = entries.get(tag);
    if (entry == null) {
      return null;
    }
    long length = entry.count * SIZES[entry.type];
    return file.has(entry.at, length) ? file.copy(entry.at, length) : new byte[0];
  }

  private void checkWithin(Entry entry) throws UnreadableFile {
    if (!file.has(entry.at, entry.count * SIZES[entry.type])) {
      throw UnreadableFile.truncated();
    }
  }

  private long integer(Entry entry, int index) throws UnreadableFile {
    int size = SIZES[entry.type];
    long at = entry.at + (long) size * index;
    return switch (size) {
      case 1 -> file.u8(at);
      case 2 -> file.u16(at);
      case 4 -> file.u32(at);
      default -> file.i64(at);
    };
  }
}
