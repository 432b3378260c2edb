package org.atelier.data.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the IDX format of MNIST and its relatives, uncompressed or gzip.
 *
 * <p>The format, all numbers big-endian: two zero bytes, the type (8: unsigned byte), the number of
 * dimensions, every dimension as 32 bits, the values in row-major order. Truncated files and
 * trailing bytes are rejected.
 */
public final class IdxFile {
  /** The default limit of {@link #read(Path)} in bytes of values: 1 GiB. */
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  private static final int UNSIGNED_BYTE = 8;
  private static final int MAX_DIMENSIONS = 8;
  private static final int GZIP_MAGIC = 0x1F8B;

  private final String name;
  private final int[] dimensions;
  private final byte[] values;

  private IdxFile(String name, int[] dimensions, byte[] values) {
    this.name = name;
    this.dimensions = dimensions;
    this.values = values;
  }

  /**
   * Reads a file of at most {@link #DEFAULT_MAX_BYTES} values.
   *
   * @throws IOException if the file cannot be read or is not an IDX file of bytes; the message
   *     names it
   */
  public static IdxFile read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in, file.toString(), DEFAULT_MAX_BYTES);
    }
  }

  /**
   * Reads a stream, which is not closed.
   *
   * @param in uncompressed or gzip, detected by the first two bytes
   * @param name the file's name for messages
   * @param maxBytes the maximum number of values, which bounds the decompressed size
   * @throws IOException if the stream cannot be read or is not an IDX file of bytes
   */
  public static IdxFile read(InputStream in, String name, long maxBytes) throws IOException {
    try {
      return parse(unpacked(in), name, maxBytes);
    } catch (EOFException e) {
      // The unpacker's exception says nothing.
      String what = e.getMessage() == null ? "its gzip data end early" : e.getMessage();
      throw new IOException("%s is truncated: %s".formatted(name, what), e);
    } catch (ZipException e) {
      throw new IOException("%s is not a valid gzip file: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    var peeking = new PushbackInputStream(in, 2);
    byte[] magic = peeking.readNBytes(2);
    peeking.unread(magic);
    boolean gzip = magic.length == 2 && ByteBuffer.wrap(magic).getShort() == (short) GZIP_MAGIC;
    return gzip ? new GZIPInputStream(peeking, 1 << 16) : peeking;
  }

  private static IdxFile parse(InputStream in, String name, long maxBytes) throws IOException {
    byte[] magic = exactly(in, 4, "the header");
    if (magic[0] != 0 || magic[1] != 0) {
      throw new IOException(
          "%s is not an IDX file: expected it to start with two zero bytes, but found %s and %s"
              .formatted(name, magic[0] & 0xFF, magic[1] & 0xFF));
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw new IOException(
          "%s holds values of IDX type %s; only unsigned bytes (type 8) are read"
              .formatted(name, magic[2] & 0xFF));
    }
    if (magic[3] < 1 || magic[3] > MAX_DIMENSIONS) {
      throw new IOException(
          "Expected 1 to %s dimensions in %s, but its header says %s"
              .formatted(MAX_DIMENSIONS, name, magic[3] & 0xFF));
    }
    ByteBuffer header = ByteBuffer.wrap(exactly(in, 4 * magic[3], "the dimensions"));
    var dimensions = new int[magic[3]];
    long length = 1;
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = header.getInt();
      if (dimensions[i] < 1) {
        throw new IOException(
            "Dimension %s of %s must be from 1 to 2147483647, but its header says %s"
                .formatted(i, name, Integer.toUnsignedLong(dimensions[i])));
      }
      // At most maxBytes times 2^31 before the check: no overflow.
      length *= dimensions[i];
      if (length > Math.min(maxBytes, Integer.MAX_VALUE - 8)) {
        throw new IOException(
            "%s declares more than %s bytes, the limit"
                .formatted(name, Math.min(maxBytes, Integer.MAX_VALUE - 8)));
      }
    }
    byte[] values = exactly(in, (int) length, "the values " + Arrays.toString(dimensions));
    if (in.read() != -1) {
      throw new IOException(
          "%s has trailing bytes after the %s values that its header declares %s"
              .formatted(name, length, Arrays.toString(dimensions)));
    }
    return new IdxFile(name, dimensions, values);
  }

  /** Allocates while reading, so that a wrong header does not allocate memory. */
  private static byte[] exactly(InputStream in, int count, String what) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException(
          "expected %s bytes for %s, but found %s".formatted(count, what, bytes.length));
    }
    return bytes;
  }

  /** Returns the file's name for messages. */
  public String name() {
    return name;
  }

  /** Returns a copy of the dimensions: (N, H, W) for pictures, (N) for labels. */
  public int[] dimensions() {
    return dimensions.clone();
  }

  /** Returns the values in row-major order, not copied. */
  byte[] values() {
    return values;
  }

  /**
   * Returns the values as class labels from 0 to 255, (N).
   *
   * @throws IOException if the file does not have exactly one dimension
   */
  public int[] toLabels() throws IOException {
    if (dimensions.length != 1) {
      throw new IOException(
          "Expected labels, of one dimension, but %s has %s"
              .formatted(name, Arrays.toString(dimensions)));
    }
    var labels = new int[values.length];
    Arrays.setAll(labels, i -> values[i] & 0xFF);
    return labels;
  }
}
