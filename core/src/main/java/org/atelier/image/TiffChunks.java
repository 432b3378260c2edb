package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The strips or tiles of a TIFF, decompressed one at a time. */
final class TiffChunks {
  static final int LZW = 5;
  static final int OLD_JPEG = 6;

  private static final int PLAIN = 1;
  private static final int CCITT_RUNS = 2;
  private static final int CCITT_3 = 3;
  private static final int CCITT_4 = 4;
  private static final int JPEG = 7;
  private static final int DEFLATE = 8;
  private static final int OLD_DEFLATE = 32946;
  private static final int PACK_BITS = 32773;
  private static final int JPEG_TABLES = 347;

  /** More than a byte can expand to, by scheme. */
  private static final int DEFLATE_EXPANSION = 1040;

  private static final int LZW_EXPANSION = 2600;
  private static final int PACK_BITS_EXPANSION = 64;

  private final TiffDirectory tags;
  private final TiffLayout layout;
  private final ReadLimits limits;

  TiffChunks(TiffDirectory tags, TiffLayout layout, ReadLimits limits) throws UnreadableFile {
    this.tags = tags;
    this.layout = layout;
    this.limits = limits;
    boolean known =
        switch (layout.compression()) {
          case PLAIN, LZW, PACK_BITS, DEFLATE, OLD_DEFLATE -> true;
          case CCITT_RUNS, CCITT_3, CCITT_4 -> layout.bits() == 1 && layout.chunkSamples() == 1;
          case OLD_JPEG, JPEG -> layout.bits() == 8;
          default -> false;
        };
    if (!known) {
      throw UnreadableFile.unsupported(
          "expected a TIFF without compression or with LZW, Deflate, PackBits, CCITT or JPEG, but its Compression is %s with %s bits per sample; save it again with LZW",
          layout.compression(), layout.bits());
    }
  }

  static boolean isDeflate(int compression) {
    return compression == DEFLATE || compression == OLD_DEFLATE;
  }

  /** Returns whether samples of YCbCr come with full resolution of the colours. */
  boolean isJpeg() {
    return layout.compression() == JPEG || layout.compression() == OLD_JPEG;
  }

  /**
   * Returns the samples of a chunk as rows that begin with a byte of their own.
   *
   * @param index of the chunk
   * @param rows of the chunk
   * @param size in bytes
   */
  byte[] read(int index, int rows, long size) throws IOException {
    var stored = tags.file().part(layout.offsets().get(index), layout.lengths().get(index));
    if (isJpeg()) {
      return jpeg(stored, rows);
    }
    if (layout.compression() == PLAIN) {
      return reversed(stored.copy(0, size));
    }
    if (layout.compression() >= CCITT_RUNS && layout.compression() <= CCITT_4) {
      return TiffFax.decode(tags, stored, layout.chunkWidth(), rows, limits);
    }
    int most =
        switch (layout.compression()) {
          case LZW -> LZW_EXPANSION;
          case PACK_BITS -> PACK_BITS_EXPANSION;
          default -> DEFLATE_EXPANSION;
        };
    if (size > (long) stored.length() * most) {
      throw UnreadableFile.truncated();
    }
    var from = reversed(stored.copy(0, stored.length()));
    var to = new byte[Math.toIntExact(size)];
    switch (layout.compression()) {
      case LZW -> TiffLzw.decode(from, to);
      case PACK_BITS -> unpack(from, to);
      default -> inflate(from, to);
    }
    return to;
  }

  private byte[] reversed(byte[] bytes) {
    if (layout.bitsReversed()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
      }
    }
    return bytes;
  }

  private static void inflate(byte[] from, byte[] to) throws UnreadableFile {
    var inflater = new Inflater();
    try {
      inflater.setInput(from);
      int at = 0;
      while (at < to.length) {
        int count = inflater.inflate(to, at, to.length - at);
        if (count == 0) {
          throw UnreadableFile.truncated();
        }
        at += count;
      }
    } catch (DataFormatException e) {
      throw UnreadableFile.damaged("deflated pixels with an error");
    } finally {
      inflater.end();
    }
  }

  /** A byte n below 128 is followed by n + 1 bytes, one above by a byte to repeat 257 − n times. */
  private static void unpack(byte[] from, byte[] to) throws UnreadableFile {
    int at = 0;
    int filled = 0;
    while (filled < to.length) {
      if (at >= from.length) {
        throw UnreadableFile.truncated();
      }
      int n = from[at++];
      if (n == -128) {
        continue;
      }
      int count = Math.min(n >= 0 ? n + 1 : 1 - n, to.length - filled);
      if (at + (n >= 0 ? count : 1) > from.length) {
        throw UnreadableFile.truncated();
      }
      if (n >= 0) {
        System.arraycopy(from, at, to, filled, count);
        at += count;
      } else {
        Arrays.fill(to, filled, filled + count, from[at++]);
      }
      filled += count;
    }
  }

  /** Decodes a chunk that is a JPEG of its own, whose tables may be shared by all chunks. */
  private byte[] jpeg(FileBytes stored, int rows) throws IOException {
    var whole = new ByteArrayOutputStream();
    byte[] shared = tags.bytes(JPEG_TABLES);
    int skipped = 0;
    if (shared != null && shared.length > 4) {
      whole.write(shared, 0, shared.length - 2); // without the marker of its end
      skipped = 2; // the marker of the chunk's start
    }
    if (stored.length() < 2 || stored.u16(0) != (stored.isLittleEndian() ? 0xD8FF : 0xFFD8)) {
      throw UnreadableFile.unsupported(
          "expected a TIFF whose strips are whole JPEG streams, but they are parts of one; save it again with LZW");
    }
    whole.writeBytes(stored.copy(skipped, stored.length() - skipped));
    var raster = JpegSamples.decode(FileBytes.bigEndian(whole.toByteArray()), limits);
    int bands = layout.chunkSamples();
    if (raster.getWidth() != layout.chunkWidth()
        || raster.getHeight() < rows
        || raster.getNumBands() != bands) {
      throw UnreadableFile.damaged(
          "a JPEG of %s×%s pixels where %s×%s are declared",
          raster.getWidth(), raster.getHeight(), layout.chunkWidth(), rows);
    }
    return (byte[]) raster.getDataElements(0, 0, raster.getWidth(), rows, null);
  }
}
