package org.atelier.image;

/**
 * LZW as TIFF has it: codes of 9 to 12 bits from the highest bit on, which grow one code early; and
 * the older variant, from the lowest bit on.
 */
final class TiffLzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST = 258;
  private static final int MOST_CODES = 4096;

  private TiffLzw() {}

  /** Fills {@code to}; an end before it is full is a truncated file. */
  static void decode(byte[] from, byte[] to) throws UnreadableFile {
    // The older variant begins with the code to clear, 256, with its low byte first.
    boolean lowFirst = from.length > 1 && from[0] == 0 && (from[1] & 1) == 1;
    // A string is a string before, and its last byte; where it was written first, it is copied
    // from.
    var starts = new int[MOST_CODES + 1];
    var lengths = new int[MOST_CODES + 1];
    int next = FIRST;
    int bits = 9;
    int filled = 0;
    long position = 0;
    long end = 8L * from.length;
    while (filled < to.length) {
      if (position + bits > end) {
        throw UnreadableFile.truncated();
      }
      int code = lowFirst ? low(from, position, bits) : high(from, position, bits);
      position += bits;
      if (code == CLEAR) {
        next = FIRST;
        bits = 9;
        continue;
      }
      if (code == END) {
        throw UnreadableFile.truncated();
      }
      int start = filled;
      if (code < CLEAR) {
        to[filled++] = (byte) code;
      } else if (code < next) {
        filled = copy(to, starts[code], lengths[code], filled);
      } else {
        throw UnreadableFile.damaged("an LZW code that is not defined yet");
      }
      // The string of this code and the first byte of the next one, which is written behind it.
      if (next < MOST_CODES) {
        starts[next] = start;
        lengths[next] = (code < CLEAR ? 1 : lengths[code]) + 1;
        next++;
      }
      int early = lowFirst ? 0 : 1;
      if (next - 1 + early >= 1 << bits && bits < 12) {
        bits++;
      }
    }
  }

  private static int copy(byte[] to, int from, int length, int at) {
    int count = Math.min(length, to.length - at);
    // Byte by byte: a string may reach into itself.
    for (int i = 0; i < count; i++) {
      to[at + i] = to[from + i];
    }
    return at + count;
  }

  private static int high(byte[] from, long position, int bits) {
    int at = (int) (position >> 3);
    int value = 0;
    for (int i = 0; i < 3; i++) {
      value = value << 8 | (at + i < from.length ? from[at + i] & 255 : 0);
    }
    return value >> 24 - bits - (int) (position & 7) & (1 << bits) - 1;
  }

  private static int low(byte[] from, long position, int bits) {
    int at = (int) (position >> 3);
    int value = 0;
    for (int i = 0; i < 3; i++) {
      value |= (at + i < from.length ? from[at + i] & 255 : 0) << 8 * i;
    }
    return value >> (int) (position & 7) & (1 << bits) - 1;
  }
}
