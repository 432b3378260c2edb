package org.atelier.image;

/** Unpacks rows of a TIFF's chunks to whole numbers, and undoes differencing. */
final class TiffRows {
  private final TiffLayout layout;
  private final boolean littleEndian;
  private final int rowBytes;
  private final int[] row;

  TiffRows(TiffLayout layout, boolean littleEndian) {
    this.layout = layout;
    this.littleEndian = littleEndian;
    this.rowBytes = (int) layout.rowBytes();
    this.row = new int[Math.multiplyExact(layout.chunkWidth(), layout.chunkSamples())];
  }

  /**
   * Returns the samples of a row, as unsigned numbers of the sample's bits; signed samples are
   * moved by half their range, so that the lowest is 0. The array is reused.
   */
  int[] row(byte[] data, int y) {
    int from = y * rowBytes;
    switch (layout.bits()) {
      case 8 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] = data[from + i] & 255;
        }
      }
      case 16, 24, 32 -> wholeBytes(data, from, layout.bits() / 8);
      default -> bits(data, from, layout.bits());
    }
    int mask = -1 >>> 32 - layout.bits();
    if (layout.differenced()) {
      int samples = layout.chunkSamples();
      for (int i = samples; i < row.length; i++) {
        row[i] = row[i] + row[i - samples] & mask;
      }
    }
    if (layout.signed()) {
      int sign = 1 << layout.bits() - 1;
      for (int i = 0; i < row.length; i++) {
        row[i] ^= sign;
      }
    }
    return row;
  }

  private void wholeBytes(byte[] data, int from, int bytes) {
    for (int i = 0; i < row.length; i++) {
      int at = from + i * bytes;
      int value = 0;
      for (int b = 0; b < bytes; b++) {
        value = value << 8 | data[at + (littleEndian ? bytes - 1 - b : b)] & 255;
      }
      row[i] = value;
    }
  }

  /** Samples of other sizes are packed from the highest bit on, whatever the byte order. */
  private void bits(byte[] data, int from, int bits) {
    long buffer = 0;
    int filled = 0;
    int at = from;
    for (int i = 0; i < row.length; i++) {
      while (filled < bits) {
        buffer = buffer << 8 | data[at++] & 255;
        filled += 8;
      }
      filled -= bits;
      row[i] = (int) (buffer >>> filled) & -1 >>> 32 - bits;
    }
  }
}
