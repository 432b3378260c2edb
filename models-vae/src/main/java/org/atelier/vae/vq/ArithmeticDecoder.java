package org.atelier.vae.vq;

import java.io.IOException;

/** Decodes what an {@link ArithmeticEncoder} has written. */
final class ArithmeticDecoder {
  /** The bits of the interval, by which the decoder is ahead. */
  private static final int AHEAD = 32;

  private final byte[] bytes;
  private long low;
  private long high = ArithmeticEncoder.WHOLE - 1;
  private long value;
  private long position;

  /** A decoder of these bytes, followed by zeros. */
  ArithmeticDecoder(byte[] bytes) {
    this.bytes = bytes;
    for (int i = 0; i < AHEAD; i++) {
      value = value << 1 | next();
    }
  }

  /**
   * Decodes the next symbol, and updates the frequencies by it.
   *
   * @throws IOException if the bytes ended before
   */
  int decode(Frequencies frequencies) throws IOException {
    if (position > (long) bytes.length * Byte.SIZE + 2 * AHEAD) {
      throw new IOException("the codes end too early");
    }
    long range = high - low + 1;
    int total = frequencies.total();
    int symbol = frequencies.at((int) (((value - low + 1) * total - 1) / range));
    long before = frequencies.before(symbol);
    high = low + range * (before + frequencies.count(symbol)) / total - 1;
    low = low + range * before / total;
    while (true) {
      long moved;
      if (high < ArithmeticEncoder.HALF) {
        moved = 0;
      } else if (low >= ArithmeticEncoder.HALF) {
        moved = ArithmeticEncoder.HALF;
      } else if (low >= ArithmeticEncoder.QUARTER
          && high < ArithmeticEncoder.HALF + ArithmeticEncoder.QUARTER) {
        moved = ArithmeticEncoder.QUARTER;
      } else {
        break;
      }
      low = low - moved << 1;
      high = high - moved << 1 | 1;
      value = value - moved << 1 | next();
    }
    frequencies.add(symbol);
    return symbol;
  }

  private int next() {
    long at = position++;
    int index = (int) (at / Byte.SIZE);
    return index < bytes.length ? bytes[index] >> 7 - at % Byte.SIZE & 1 : 0;
  }
}
