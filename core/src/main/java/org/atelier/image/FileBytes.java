package org.atelier.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file's bytes, read at any position in one byte order. Reading beyond the end is {@link
 * UnreadableFile} (truncated), so lengths that a file declares never allocate more than it holds.
 */
final class FileBytes {
  private final byte[] bytes;
  private final int start;
  private final int length;
  private final boolean littleEndian;

  private FileBytes(byte[] bytes, int start, int length, boolean littleEndian) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.littleEndian = littleEndian;
  }

  static FileBytes bigEndian(byte[] bytes) {
    return new FileBytes(bytes, 0, bytes.length, false);
  }

  static FileBytes littleEndian(byte[] bytes) {
    return new FileBytes(bytes, 0, bytes.length, true);
  }

  /** Returns the same bytes in another byte order. */
  FileBytes ordered(boolean little) {
    return new FileBytes(bytes, start, length, little);
  }

  /** Returns a part, whose positions begin at 0. */
  FileBytes part(long at, long count) throws UnreadableFile {
    check(at, count);
    return new FileBytes(bytes, start + (int) at, (int) count, littleEndian);
  }

  boolean isLittleEndian() {
    return littleEndian;
  }

  int length() {
    return length;
  }

  boolean has(long at, long count) {
    return at >= 0 && count >= 0 && at <= length && count <= length - at;
  }

  int u8(long at) throws UnreadableFile {
    check(at, 1);
    return bytes[start + (int) at] & 255;
  }

  int u16(long at) throws UnreadableFile {
    int first = u8(at);
    int second = u8(at + 1);
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  int u24(long at) throws UnreadableFile {
    return littleEndian ? u16(at) | u8(at + 2) << 16 : u8(at) << 16 | u16(at + 1);
  }

  long u32(long at) throws UnreadableFile {
    long first = u16(at);
    long second = u16(at + 2);
    return littleEndian ? second << 16 | first : first << 16 | second;
  }

  /** Reads a signed number of 64 bits: lengths above 2<sup>63</sup> are negative. */
  long i64(long at) throws UnreadableFile {
    long first = u32(at);
    long second = u32(at + 4);
    return littleEndian ? second << 32 | first : first << 32 | second;
  }

  byte[] copy(long at, long count) throws UnreadableFile {
    check(at, count);
    int from = start + (int) at;
    return Arrays.copyOfRange(bytes, from, from + (int) count);
  }

  String text(long at, int count) throws UnreadableFile {
    return new String(copy(at, count), StandardCharsets.ISO_8859_1);
  }

  boolean startsWith(long at, String text) {
    if (!has(at, text.length())) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((bytes[start + (int) at + i] & 255) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the position of a byte at or after {@code from}, or -1. */
  int indexOf(int value, int from) {
    for (int i = from; i < length; i++) {
      if (bytes[start + i] == (byte) value) {
        return i;
      }
    }
    return -1;
  }

  private void check(long at, long count) throws UnreadableFile {
    if (!has(at, count)) {
      throw UnreadableFile.truncated();
    }
  }
}
