package org.atelier.sound;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The format of a WAV file's samples, from its chunk "fmt ".
 *
 * @param floating whether samples are IEEE floats; otherwise they are integers, signed except those
 *     of 1 byte
 * @param channels 1 or 2
 * @param sampleRate in hertz, from 1,000 to 768,000
 * @param sampleBytes bytes per sample, including padding bits: 1 to 4, or 4 or 8 for floats
 */
record WavFormat(boolean floating, int channels, int sampleRate, int sampleBytes) {
  /** The length of the chunk for {@link #EXTENSIBLE}, the longest that has a meaning. */
  static final int MAX_BYTES = 40;

  private static final int MIN_BYTES = 16;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;

  /** The position of the sub-format in an extensible chunk: 2 bytes of a code, then its GUID. */
  private static final int SUB_FORMAT = 24;

  private static final byte[] GUID = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
  };

  private static final int MIN_RATE = 1000;
  private static final int MAX_RATE = 768_000;

  /**
   * Parses the chunk.
   *
   * @param bytes the chunk's content, or its first {@link #MAX_BYTES} bytes
   * @param name the file's name for messages
   */
  static WavFormat parse(byte[] bytes, String name) throws SoundException {
    if (bytes.length < MIN_BYTES) {
      throw new SoundException(
          "Cannot read %s: its header is damaged: expected at least %s bytes in the chunk fmt, but it has %s"
              .formatted(name, MIN_BYTES, bytes.length));
    }
    ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int code = Short.toUnsignedInt(chunk.getShort(0));
    int channels = Short.toUnsignedInt(chunk.getShort(2));
    long rate = Integer.toUnsignedLong(chunk.getInt(4));
    int frameBytes = Short.toUnsignedInt(chunk.getShort(12));
    int bits = Short.toUnsignedInt(chunk.getShort(14));
    if (code == EXTENSIBLE) {
      code = subFormat(chunk);
    }
    boolean floating = code == FLOAT;
    if (!(code == PCM && bits >= 1 && bits <= 32 || floating && (bits == 32 || bits == 64))
        || channels < 1
        || channels > 2) {
      throw new SoundException(
          "Cannot read %s: expected PCM of 8 to 32 bits or floats of 32 or 64 bits, in 1 or 2 channels, but it has %s of %s bits in %s; convert it to 16-bit WAV first"
              .formatted(name, encoding(code), bits, channels));
    }
    if (rate < MIN_RATE || rate > MAX_RATE) {
      throw new SoundException(
          "Cannot read %s: expected a sample rate from %s to %s Hz, but it has %s; the file is damaged"
              .formatted(name, MIN_RATE, MAX_RATE, rate));
    }
    int least = (bits + 7) / 8;
    // Samples of 20 bits may be stored in 4 bytes. Some writers leave the length of a frame 0.
    int sampleBytes = frameBytes == 0 ? least : frameBytes / channels;
    if (frameBytes % channels != 0
        || sampleBytes < least
        || sampleBytes > (floating ? least : Integer.BYTES)) {
      throw new SoundException(
          "Cannot read %s: its header is damaged: expected %s channels of %s bits in a frame, but a frame has %s bytes"
              .formatted(name, channels, bits, frameBytes));
    }
    return new WavFormat(floating, channels, (int) rate, sampleBytes);
  }

  /**
   * Returns the code of an extensible chunk's sub-format, or {@link #EXTENSIBLE} if it has none.
   */
  private static int subFormat(ByteBuffer chunk) {
    int guid = SUB_FORMAT + Short.BYTES;
    boolean standard =
        chunk.capacity() >= guid + GUID.length
            && Arrays.equals(chunk.array(), guid, guid + GUID.length, GUID, 0, GUID.length);
    return standard ? Short.toUnsignedInt(chunk.getShort(SUB_FORMAT)) : EXTENSIBLE;
  }

  private static String encoding(int code) {
    return switch (code) {
      case PCM -> "PCM";
      case FLOAT -> "floats";
      case 2, 17 -> "ADPCM (compressed)";
      case 6 -> "A-law (compressed)";
      case 7 -> "µ-law (compressed)";
      case 80, 85 -> "MPEG audio (compressed)";
      case EXTENSIBLE -> "an extensible format without a standard sub-format";
      default -> "the encoding %s".formatted(code);
    };
  }

  /** Returns the bytes of one sample of all channels. */
  int frameBytes() {
    return channels * sampleBytes;
  }

  /**
   * Returns the mean of a frame's channels, in [-1, 1]; integers s of b bits are s /
   * 2<sup>b-1</sup>. NaN if a float is not finite.
   *
   * @param bytes little-endian
   * @param from the position of the frame's first byte
   */
  float mean(ByteBuffer bytes, int from) {
    double sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      int at = from + channel * sampleBytes;
      sum += floating ? floatAt(bytes, at) : integerAt(bytes, at);
    }
    return (float) (sum / channels);
  }

  private double integerAt(ByteBuffer bytes, int at) {
    if (sampleBytes == 1) {
      return ((bytes.get(at) & 0xFF) - 128) / 128.0;
    }
    int value = 0;
    for (int i = 0; i < sampleBytes; i++) {
      value |= (bytes.get(at + i) & 0xFF) << (Integer.SIZE - 8 * (sampleBytes - i));
    }
    return value / 0x1p31;
  }

  private double floatAt(ByteBuffer bytes, int at) {
    double value = sampleBytes == Float.BYTES ? bytes.getFloat(at) : bytes.getDouble(at);
    return Double.isFinite(value) ? Math.max(-1, Math.min(1, value)) : Double.NaN;
  }
}
