package org.atelier.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.files.NewFile;

/**
 * Reads and writes safetensors files: 8 bytes little-endian header length, a JSON header that says
 * what lies where, then the raw little-endian tensors. Such a file is data and nothing else.
 *
 * <p>Reading trusts nothing: every length is checked against the file before memory is taken for
 * it. A file may exceed 2 GB; a single tensor may not. The format has no checksum, so a flipped bit
 * inside a tensor goes unseen.
 */
public final class Safetensors {
  /** The reference implementation's limit. */
  static final int MAX_HEADER_BYTES = 100_000_000;

  /**
   * The JDK copies through a native buffer as large as the request and keeps it for the thread;
   * pieces keep that small.
   */
  private static final int PIECE_BYTES = 1 << 22;

  private Safetensors() {}

  /**
   * Reads all tensors of a file.
   *
   * @param file a safetensors file
   * @return the tensors by name, in the order of the file's header
   * @throws WeightsException if the file is not valid safetensors; the message says in which way
   * @throws IOException if the file cannot be read
   */
  public static LinkedHashMap<String, HostTensor> read(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(file, channel);
      long dataStart = channel.position();
      var tensors = new LinkedHashMap<String, HostTensor>();
      for (var entry : header.entries()) {
        long size = entry.end() - entry.begin();
        if (size > Integer.MAX_VALUE - 8) {
          throw new WeightsException(
              file, "tensor '" + entry.name() + "' has " + size + " bytes; less than 2 GB is read");
        }
        channel.position(dataStart + entry.begin());
        ByteBuffer data = readFully(file, channel, (int) size);
        tensors.put(entry.name(), new HostTensor(entry.type(), entry.shape(), data));
      }
      return tensors;
    }
  }

  /**
   * Reads the free text that the writer left, without reading the tensors.
   *
   * @param file a safetensors file
   * @return texts by name, in the order of the file; empty if there are none
   * @throws WeightsException if the header is not valid
   * @throws IOException if the file cannot be read
   */
  public static LinkedHashMap<String, String> readMetadata(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readHeader(file, channel).metadata();
    }
  }

  /**
   * Writes tensors, straight to the given path, and returns when they are on the disk. Who wants a
   * file that is whole or not there at all writes under another name and renames.
   *
   * <p>The same tensors and metadata, in the same order, give the same bytes: metadata is sorted,
   * tensors with wider elements come first and otherwise keep the order of the map.
   *
   * @param file created, or replaced
   * @param tensors by name; more than 2 GB in total is fine
   * @param metadata free text
   * @throws IllegalArgumentException if a name is {@code __metadata__} or not valid Unicode, or the
   *     header exceeds 100 MB
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, HostTensor> tensors, Map<String, String> metadata)
      throws IOException {
    SafetensorsHeader header = header(tensors, metadata);
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, header, tensors);
      channel.force(true);
    }
  }

  /**
   * As {@link #write}, but the file appears whole or not at all, in place of one of that name.
   *
   * @param file in a folder that exists
   */
  public static void replace(
      Path file, Map<String, HostTensor> tensors, Map<String, String> metadata) throws IOException {
    SafetensorsHeader header = header(tensors, metadata);
    try (var whole = new NewFile(file)) {
      write(whole.channel(), header, tensors);
      whole.commit();
    }
  }

  private static SafetensorsHeader header(
      Map<String, HostTensor> tensors, Map<String, String> metadata) {
    SafetensorsHeader header = SafetensorsHeader.layOut(tensors, metadata);
    int length = header.toBytes().remaining();
    if (length > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "Names and metadata need "
              + length
              + " bytes of header, but readers accept "
              + MAX_HEADER_BYTES);
    }
    return header;
  }

  private static void write(
      FileChannel channel, SafetensorsHeader header, Map<String, HostTensor> tensors)
      throws IOException {
    ByteBuffer json = header.toBytes();
    var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    writeFully(channel, length.putLong(json.remaining()).flip());
    writeFully(channel, json);
    for (var entry : header.entries()) {
      writeFully(channel, tensors.get(entry.name()).data());
    }
  }

  /** Leaves the channel at the first byte of the data. */
  private static SafetensorsHeader readHeader(Path file, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < Long.BYTES) {
      throw new WeightsException(
          file, "expected a safetensors file, but it has only " + fileBytes + " bytes");
    }
    long length = readFully(file, channel, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(MAX_HEADER_BYTES, fileBytes - Long.BYTES);
    if (length < 0 || length > most) {
      throw new WeightsException(
          file,
          "expected a safetensors header of at most "
              + most
              + " bytes, but its length is given as "
              + Long.toUnsignedString(length)
              + "; the file is cut short or of another format");
    }
    return SafetensorsHeader.parse(
        file, readFully(file, channel, (int) length), fileBytes - Long.BYTES - length);
  }

  private static ByteBuffer readFully(Path file, FileChannel channel, int size) throws IOException {
    var buffer = ByteBuffer.allocate(size);
    while (buffer.position() < size) {
      buffer.limit((int) Math.min(size, (long) buffer.position() + PIECE_BYTES));
      if (channel.read(buffer) < 0) {
        throw new EOFException(file + ": became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer data) throws IOException {
    int end = data.limit();
    while (data.position() < end) {
      data.limit((int) Math.min(end, (long) data.position() + PIECE_BYTES));
      channel.write(data);
    }
  }
}
