package org.atelier.vae.vq;

import java.io.ByteArrayOutputStream;

/**
 * Arithmetic coding (Witten, Neal and Cleary, "Arithmetic coding for data compression", CACM 1987)
 * with an interval of 32 bits: a symbol of relative frequency p takes −log₂ p bits.
 */
final class ArithmeticEncoder {
  static final long WHOLE = 1L << 32;
  static final long HALF = WHOLE >>> 1;
  static final long QUARTER = WHOLE >>> 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long low;
  private long high = WHOLE - 1;

  /** Bits that will be the opposite of the next one: the interval contains the middle. */
  private int pending;

  private int bits;
  private int filled;

  /** Encodes a symbol, and updates the frequencies by it. */
  void encode(int symbol, Frequencies frequencies) {
    long range = high - low + 1;
    long before = frequencies.before(symbol);
    high = low + range * (before + frequencies.count(symbol)) / frequencies.total() - 1;
    low = low + range * before / frequencies.total();
    while (true) {
      if (high < HALF) {
        write(0);
      } else if (low >= HALF) {
        write(1);
        low -= HALF;
        high -= HALF;
      } else if (low >= QUARTER && high < HALF + QUARTER) {
        pending++;
        low -= QUARTER;
        high -= QUARTER;
      } else {
        break;
      }
      low = low << 1;
      high = high << 1 | 1;
    }
    frequencies.add(symbol);
  }

  private void write(int bit) {
    put(bit);
    for (; pending > 0; pending--) {
      put(1 - bit);
    }
  }

  private void put(int bit) {
    bits = bits << 1 | bit;
    if (++filled == Byte.SIZE) {
      bytes.write(bits);
      bits = 0;
      filled = 0;
    }
  }

  /** Writes the bits that identify the last interval; bits that follow are read as 0. */
  byte[] finish() {
    pending++;
    write(low < QUARTER ? 0 : 1);
    while (filled > 0) {
      put(0);
    }
    return bytes.toByteArray();
  }
}
