package org.atelier.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/**
 * A TIFF written from its definition, of any bits per sample.
 *
 * @param width columns
 * @param height rows
 * @param samples per pixel
 * @param bits per sample
 * @param format 1 for unsigned, 2 for signed samples
 * @param photometric PhotometricInterpretation
 * @param extra ExtraSamples; -1 for none
 * @param orientation 1 to 8
 * @param planar whether samples have planes of their own
 * @param littleEndian the byte order
 * @param chunk rows of a strip; 0 for tiles of 16 × 16
 * @param compression 1, 8 (Deflate) or 32773 (PackBits)
 * @param predictor 1, or 2 for differences
 * @param more further entries as tag and values of type SHORT
 */
record TiffBytes(
    int width,
    int height,
    int samples,
    int bits,
    int format,
    int photometric,
    int extra,
    int orientation,
    boolean planar,
    boolean littleEndian,
    int chunk,
    int compression,
    int predictor,
    List<int[]> more) {
  private static final int TILE = 16;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  /** An uncompressed picture in one strip. */
  static TiffBytes of(int width, int height, int samples, int bits, int photometric) {
    return new TiffBytes(
        width, height, samples, bits, 1, photometric, -1, 1, false, false, height, 1, 1, List.of());
  }

  TiffBytes withFormat(int value) {
    return new TiffBytes(
        width,
        height,
        samples,
        bits,
        value,
        photometric,
        extra,
        orientation,
        planar,
        littleEndian,
        chunk,
        compression,
        predictor,
        more);
  }

  TiffBytes withExtra(int value) {
    return new TiffBytes(
        width,
        height,
        samples,
        bits,
        format,
        photometric,
        value,
        orientation,
        planar,
        littleEndian,
        chunk,
        compression,
        predictor,
        more);
  }

  TiffBytes withOrientation(int value) {
    return new TiffBytes(
        width,
        height,
        samples,
        bits,
        format,
        photometric,
        extra,
        value,
        planar,
        littleEndian,
        chunk,
        compression,
        predictor,
        more);
  }

  TiffBytes with(boolean inPlanes, boolean little, int rows, int scheme, int differences) {
    return new TiffBytes(
        width,
        height,
        samples,
        bits,
        format,
        photometric,
        extra,
        orientation,
        inPlanes,
        little,
        rows,
        scheme,
        differences,
        more);
  }

  TiffBytes with(int tag, int... values) {
    var entry = new int[values.length + 1];
    entry[0] = tag;
    System.arraycopy(values, 0, entry, 1, values.length);
    var entries = new ArrayList<>(more);
    entries.add(entry);
    return new TiffBytes(
        width,
        height,
        samples,
        bits,
        format,
        photometric,
        extra,
        orientation,
        planar,
        littleEndian,
        chunk,
        compression,
        predictor,
        entries);
  }

  /**
   * @param values the samples as two's complement, pixel by pixel, from the top left
   */
  byte[] encode(long... values) {
    var file = new Out();
    file.text(littleEndian ? "II" : "MM");
    file.u16(42);
    List<Integer> offsets = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    var chunks = new Out();
    int chunkWidth = chunk == 0 ? TILE : width;
    int chunkHeight = chunk == 0 ? TILE : chunk;
    for (int p = 0; p < (planar ? samples : 1); p++) {
      for (int top = 0; top < height; top += chunkHeight) {
        for (int left = 0; left < width; left += chunkWidth) {
          int rows = chunk == 0 ? TILE : Math.min(chunkHeight, height - top);
          var stored = compress(pack(values, p, left, top, chunkWidth, rows));
          offsets.add(8 + chunks.bytes.size());
          lengths.add(stored.length);
          chunks.bytes.writeBytes(stored);
        }
      }
    }
    if (chunks.bytes.size() % 2 == 1) {
      chunks.bytes.write(0);
    }
    file.u32(8 + chunks.bytes.size());
    file.bytes.writeBytes(chunks.bytes.toByteArray());
    directory(file, offsets, lengths);
    return file.bytes.toByteArray();
  }

  private void directory(Out file, List<Integer> offsets, List<Integer> lengths) {
    List<int[]> entries = new ArrayList<>();
    entries.add(new int[] {256, SHORT, width});
    entries.add(new int[] {257, SHORT, height});
    var depths = new int[samples + 2];
    Arrays.fill(depths, bits);
    depths[0] = 258;
    depths[1] = SHORT;
    entries.add(depths);
    entries.add(new int[] {259, SHORT, compression});
    entries.add(new int[] {262, SHORT, photometric});
    entries.add(new int[] {274, SHORT, orientation});
    entries.add(new int[] {277, SHORT, samples});
    if (chunk == 0) {
      entries.add(new int[] {322, SHORT, TILE});
      entries.add(new int[] {323, SHORT, TILE});
    } else {
      entries.add(new int[] {278, SHORT, chunk});
    }
    entries.add(listed(chunk == 0 ? 324 : 273, offsets));
    entries.add(listed(chunk == 0 ? 325 : 279, lengths));
    entries.add(new int[] {284, SHORT, planar ? 2 : 1});
    entries.add(new int[] {317, SHORT, predictor});
    if (extra >= 0) {
      entries.add(new int[] {338, SHORT, extra});
    }
    var formats = new int[samples + 2];
    Arrays.fill(formats, format);
    formats[0] = 339;
    formats[1] = SHORT;
    entries.add(formats);
    for (var added : more) {
      var entry = new int[added.length + 1];
      entry[0] = added[0];
      entry[1] = SHORT;
      System.arraycopy(added, 1, entry, 2, added.length - 1);
      entries.removeIf(e -> e[0] == added[0]);
      entries.add(entry);
    }
    entries.sort((a, b) -> Integer.compare(a[0], b[0]));
    int behind = file.bytes.size() + 2 + 12 * entries.size() + 4;
    var values = new Out();
    file.u16(entries.size());
    for (var entry : entries) {
      int count = entry.length - 2;
      int size = entry[1] == SHORT ? 2 : 4;
      file.u16(entry[0]);
      file.u16(entry[1]);
      file.u32(count);
      var to = count * size <= 4 ? file : values;
      if (to == values) {
        file.u32(behind + values.bytes.size());
      }
      for (int i = 2; i < entry.length; i++) {
        if (size == 2) {
          to.u16(entry[i]);
        } else {
          to.u32(entry[i]);
        }
      }
      for (int i = count * size; to == file && i < 4; i++) {
        file.bytes.write(0);
      }
    }
    file.u32(0);
    file.bytes.writeBytes(values.bytes.toByteArray());
  }

  private static int[] listed(int tag, List<Integer> values) {
    var entry = new int[values.size() + 2];
    entry[0] = tag;
    entry[1] = LONG;
    for (int i = 0; i < values.size(); i++) {
      entry[i + 2] = values.get(i);
    }
    return entry;
  }

  private byte[] pack(long[] values, int plane, int left, int top, int chunkWidth, int rows) {
    int count = planar ? 1 : samples;
    var packed = new ByteArrayOutputStream();
    long mask = (1L << bits) - 1;
    for (int y = 0; y < rows; y++) {
      long buffer = 0;
      int filled = 0;
      var before = new long[count];
      for (int x = 0; x < chunkWidth; x++) {
        for (int s = 0; s < count; s++) {
          boolean inside = top + y < height && left + x < width;
          int pixel = (top + y) * width + left + x;
          long value = inside ? values[pixel * samples + (planar ? plane : s)] & mask : 0;
          long stored = predictor == 2 ? value - before[s] & mask : value;
          before[s] = value;
          if (littleEndian && bits % 8 == 0) {
            for (int b = 0; b < bits; b += 8) {
              packed.write((int) (stored >> b));
            }
            continue;
          }
          buffer = buffer << bits | stored;
          filled += bits;
          while (filled >= 8) {
            filled -= 8;
            packed.write((int) (buffer >>> filled));
          }
          buffer &= (1L << filled) - 1;
        }
      }
      if (filled > 0) {
        packed.write((int) (buffer << 8 - filled));
      }
    }
    return packed.toByteArray();
  }

  private byte[] compress(byte[] bytes) {
    var to = new ByteArrayOutputStream();
    if (compression == 8) {
      try (var deflater = new DeflaterOutputStream(to)) {
        deflater.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else if (compression == 32773) {
      for (int at = 0; at < bytes.length; ) {
        int run = 1;
        while (at + run < bytes.length && bytes[at + run] == bytes[at] && run < 128) {
          run++;
        }
        if (run > 1) {
          to.write(1 - run);
          to.write(bytes[at]);
          at += run;
        } else {
          int count = Math.min(2, bytes.length - at);
          to.write(count - 1);
          to.write(bytes, at, count);
          at += count;
        }
      }
    } else {
      to.writeBytes(bytes);
    }
    return to.toByteArray();
  }

  /** Numbers in the file's byte order. */
  private final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void text(String text) {
      for (char c : text.toCharArray()) {
        bytes.write(c);
      }
    }

    void u16(int value) {
      bytes.write(littleEndian ? value : value >> 8);
      bytes.write(littleEndian ? value >> 8 : value);
    }

    void u32(int value) {
      u16(littleEndian ? value : value >>> 16);
      u16(littleEndian ? value >>> 16 : value);
    }
  }
}
