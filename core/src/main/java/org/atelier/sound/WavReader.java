package org.atelier.sound;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of one WAV file: an id of 4 bytes, a length of 4 bytes, the content, and a byte
 * of padding if the length is odd. Memory is allocated for what was read, never for what a header
 * declares.
 */
final class WavReader {
  private static final int CHUNK_HEADER = 8;

  /**
   * Lengths from here on stand for "unknown": writers to a pipe use 0xFFFFFFFF, 0x7FFFFFFF,
   * 0x7FFFF000, 0x80000000 and the like, less their headers. A file of this length would have too
   * many samples anyway.
   */
  private static final long UNKNOWN_FROM = 0x7FFF_0000L;

  /** The last length of 32 bits; a longer one is that of an RF64 file, and known. */
  private static final long UNKNOWN_TO = 0xFFFF_FFFFL;

  private static final long UNKNOWN = -1;

  /** How far the content after an empty data chunk is looked at; within the stream's buffer. */
  private static final int PEEK_BYTES = 1 << 16;

  private static final int BLOCK_FRAMES = 1 << 12;

  private final InputStream in;
  private final String name;
  private @Nullable WavFormat format;
  private long dataBytes64 = UNKNOWN;

  /**
   * Creates a reader.
   *
   * @param in supports {@link InputStream#mark}
   * @param name the file's name for messages
   */
  WavReader(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** Reads the file up to the end of its first data chunk. */
  Sound read() throws IOException {
    byte[] header = in.readNBytes(12);
    String container = id(header, 0);
    boolean large = container.equals("RF64") || container.equals("BW64");
    if (!(large || container.equals("RIFF")) || !id(header, 8).equals("WAVE")) {
      throw new SoundException(
          "Cannot read %s: expected a WAV file, but it %s; convert it to 16-bit WAV first"
              .formatted(
                  name, header.length == 0 ? "is empty" : "does not begin with RIFF and WAVE"));
    }
    while (true) {
      byte[] chunk = in.readNBytes(CHUNK_HEADER);
      if (chunk.length < CHUNK_HEADER) {
        throw new SoundException(
            "Cannot read %s: its header is damaged: the file ends before %s"
                .formatted(name, format == null ? "the chunk fmt" : "the chunk data"));
      }
      String id = id(chunk, 0);
      long length = length(chunk);
      switch (id) {
        case "data" -> {
          return samples(large && dataBytes64 >= 0 ? dataBytes64 : length);
        }
        case "fmt " -> format = WavFormat.parse(content(id, length), name);
        case "ds64" -> dataBytes64 = dataBytes64(content(id, length));
        default -> skip(id, length);
      }
    }
  }

  private static String id(byte[] bytes, int from) {
    int to = Math.min(bytes.length, from + Integer.BYTES);
    return from >= to ? "" : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static long length(byte[] chunk) {
    return Integer.toUnsignedLong(
        ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES));
  }

  /** Reads the first bytes of a chunk, and skips the others. */
  private byte[] content(String id, long length) throws IOException {
    byte[] bytes = in.readNBytes((int) Math.min(length, WavFormat.MAX_BYTES));
    skip(id, length - bytes.length, length % 2 == 1);
    return bytes;
  }

  /** RF64: the length of the data chunk in 64 bits, behind that of the file. */
  private static long dataBytes64(byte[] chunk) {
    return chunk.length < 2 * Long.BYTES
        ? UNKNOWN
        : ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).getLong(Long.BYTES);
  }

  private void skip(String id, long length) throws IOException {
    skip(id, length, length % 2 == 1);
  }

  private void skip(String id, long length, boolean odd) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      throw new SoundException(
          "Cannot read %s: the file ends within the chunk %s, before any samples; it is damaged"
              .formatted(name, printable(id)),
          e);
    }
    if (odd) {
      // Some writers leave the padding out; then an id follows.
      in.mark(1);
      int padding = in.read();
      if (padding > ' ' && padding < 0x7F) {
        in.reset();
      }
    }
  }

  private static String printable(String id) {
    return id.replaceAll("[^ -~]", "?").strip();
  }

  private Sound samples(long declared) throws IOException {
    WavFormat its = format;
    if (its == null) {
      throw new SoundException(
          "Cannot read %s: its header is damaged: expected the format of the samples (the chunk fmt) before the samples"
              .formatted(name));
    }
    boolean unknown =
        declared >= UNKNOWN_FROM && declared <= UNKNOWN_TO || declared == 0 && !chunksFollow();
    long frames = unknown ? UNKNOWN : declared / its.frameBytes();
    if (frames > Wav.MOST_SAMPLES) {
      throw new SoundException(
          "Cannot read %s: expected at most %s samples, but it declares %s; split it into parts"
              .formatted(name, Wav.MOST_SAMPLES, frames));
    }
    float[] samples = decode(its, frames == UNKNOWN ? Wav.MOST_SAMPLES + 1 : (int) frames);
    if (samples.length == 0) {
      throw new SoundException(
          "Cannot read %s: expected a sound, but it has no samples".formatted(name));
    }
    if (samples.length > Wav.MOST_SAMPLES) {
      throw new SoundException(
          "Cannot read %s: expected at most %s samples, but it has more; split it into parts"
              .formatted(name, Wav.MOST_SAMPLES));
    }
    if (samples.length < frames) {
      throw new SoundException(
          "Cannot read %s: expected %s samples, but it ends after %s; the file is truncated"
              .formatted(name, frames, samples.length));
    }
    return new Sound(its.sampleRate(), samples);
  }

  /**
   * Returns whether all that follows is chunks up to the file's end: then an empty data chunk is
   * empty, while samples follow one that was never given its length.
   */
  private boolean chunksFollow() throws IOException {
    in.mark(PEEK_BYTES);
    byte[] rest = in.readNBytes(PEEK_BYTES);
    in.reset();
    long at = 0;
    while (at + CHUNK_HEADER <= rest.length) {
      byte[] chunk = Arrays.copyOfRange(rest, (int) at, (int) at + CHUNK_HEADER);
      long length = length(chunk);
      at += id(chunk, 0).matches("[ -~]{4}") ? CHUNK_HEADER + length : PEEK_BYTES + 1;
      at += length % 2 == 1 && at < rest.length ? 1 : 0;
    }
    return at == rest.length && rest.length < PEEK_BYTES;
  }

  /** Decodes as many frames as there are, up to a limit; a last incomplete frame is dropped. */
  private float[] decode(WavFormat its, int limit) throws IOException {
    var samples = new float[Math.min(limit, BLOCK_FRAMES)];
    int count = 0;
    while (count < limit) {
      int wanted = Math.min(BLOCK_FRAMES, limit - count);
      byte[] block = in.readNBytes(wanted * its.frameBytes());
      int read = block.length / its.frameBytes();
      if (count + read > samples.length) {
        samples = Arrays.copyOf(samples, Math.min(limit, Math.max(2 * count, count + read)));
      }
      ByteBuffer bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < read; i++) {
        float sample = its.mean(bytes, i * its.frameBytes());
        if (Float.isNaN(sample)) {
          throw new SoundException(
              "Cannot read %s: sample %s is not a finite number; the file is damaged"
                  .formatted(name, count));
        }
        samples[count++] = sample;
      }
      if (read < wanted) {
        break;
      }
    }
    return count == samples.length ? samples : Arrays.copyOf(samples, count);
  }
}
