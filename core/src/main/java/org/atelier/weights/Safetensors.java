package org.atelier.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.files.NewFile;
import org.atelier.files.WriteException;

/**
 * Reads and writes safetensors files: the header length as 8 bytes little-endian, a JSON header
 * with the name, type, shape and offsets of each tensor, then the raw little-endian tensors. The
 * format contains no executable code.
 *
 * <p>Every length is checked against the size of the file before memory is allocated. Files may
 * exceed 2 GB, single tensors may not. The format has no checksum, so corrupted values are not
 * detected.
 */
public final class Safetensors {
  /**
   * A hundred thousand tensors have a header of 10 MB. (The limit of the reference implementation
   * is 100 MB, which as text and as entries would take Java a gigabyte.)
   */
  static final int MAX_HEADER_BYTES = 32 << 20;

  /**
   * Reads and writes are split, because the JDK copies through a thread-local native buffer as
   * large as the request.
   */
  private static final int PIECE_BYTES = 1 << 22;

  private Safetensors() {}

  /**
   * Reads all tensors of a file.
   *
   * @param file a safetensors file
   * @return the tensors by name, in the order of the file's header
   * @throws WeightsException if the file cannot be read or is not valid safetensors; the message
   *     says why
   */
  public static LinkedHashMap<String, HostTensor> read(Path file) throws WeightsException {
    return WeightsException.guarded(file, () -> readTensors(file));
  }

  private static LinkedHashMap<String, HostTensor> readTensors(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = readHeader(file, channel);
      long dataStart = channel.position();
      var tensors = new LinkedHashMap<String, HostTensor>();
      for (var entry : header.entries()) {
        long size = entry.end() - entry.begin();
        if (size > Integer.MAX_VALUE - 8) {
          throw new WeightsException(
              file,
              "tensor '"
                  + WeightsException.shortened(entry.name())
                  + "' has "
                  + size
                  + " bytes, but the limit is 2 GB");
        }
        channel.position(dataStart + entry.begin());
        ByteBuffer data = readFully(file, channel, (int) size);
        tensors.put(entry.name(), new HostTensor(entry.type(), entry.shape(), data));
      }
      return tensors;
    }
  }

  /**
   * Reads the metadata, without reading the tensors.
   *
   * @param file a safetensors file
   * @return the metadata, texts by name in the order of the file; empty if there are none
   * @throws WeightsException if the file cannot be read or its header is not valid
   */
  public static LinkedHashMap<String, String> readMetadata(Path file) throws WeightsException {
    return WeightsException.guarded(
        file,
        () -> {
          try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHeader(file, channel).metadata();
          }
        });
  }

  /**
   * Writes tensors to a file and flushes it to the disk. Not atomic; see {@link #replace}.
   *
   * <p>The output is deterministic: metadata is sorted by name, and tensors are sorted by
   * descending element size, otherwise in the order of the map.
   *
   * @param file the file to create or to replace
   * @param tensors the tensors by name; their total size may exceed 2 GB
   * @param metadata texts by name
   * @throws IllegalArgumentException if a name is {@code __metadata__} or not valid Unicode, or the
   *     header exceeds 32 MB
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
   * Writes tensors as {@link #write} does, but atomically, replacing an existing file.
   *
   * @param file the file to create or to replace, in an existing folder
   */
  public static void replace(
      Path file, Map<String, HostTensor> tensors, Map<String, String> metadata) throws IOException {
    SafetensorsHeader header = header(tensors, metadata);
    try (var whole = new NewFile(file)) {
      write(whole.channel(), header, tensors);
      whole.commit();
    } catch (IOException e) {
      throw WriteException.of(file, e);
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

  /** Reads the header and positions the channel at the first byte of the data. */
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
              + "; the file is truncated or has another format");
    }
    return SafetensorsHeader.parse(
        file, readFully(file, channel, (int) length), fileBytes - Long.BYTES - length);
  }

  private static ByteBuffer readFully(Path file, FileChannel channel, int size) throws IOException {
    var buffer = ByteBuffer.allocate(size);
    while (buffer.position() < size) {
      buffer.limit((int) Math.min(size, (long) buffer.position() + PIECE_BYTES));
      if (channel.read(buffer) < 0) {
        throw new WeightsException(file, "became shorter while it was read; read it again");
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
