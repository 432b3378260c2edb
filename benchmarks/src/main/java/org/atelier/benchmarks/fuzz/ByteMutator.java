package org.atelier.benchmarks.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Changes bytes without regard to any format: bits, bytes, integers of 1 to 8 bytes in either byte
 * order, and slices that are removed, repeated, moved, overwritten or taken from another seed file.
 */
final class ByteMutator implements Mutator {
  /** Integers at which sizes, counts and offsets overflow or change their meaning. */
  private static final long[] INTERESTING = {
    0,
    1,
    2,
    3,
    4,
    8,
    16,
    32,
    64,
    100,
    127,
    128,
    255,
    256,
    1000,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x1_0000,
    1 << 20,
    1 << 24,
    1 << 27,
    1 << 28,
    1 << 29,
    1 << 30,
    0x7FFF_FFF0L,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFF0L,
    0xFFFF_FFFFL,
    0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -16
  };

  /** The size to which slices are repeated, mostly and at times. */
  private static final int USUAL_BYTES = 1 << 13;

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_EDITS = 8;

  @Override
  public byte[] mutate(byte[] seed, byte[] other, SplittableRandom random) {
    byte[] bytes = seed.clone();
    int edits = 1;
    while (edits < MAX_EDITS && random.nextInt(3) == 0) {
      edits++;
    }
    for (int i = 0; i < edits; i++) {
      bytes = edit(bytes, other, random);
    }
    return bytes;
  }

  private static byte[] edit(byte[] bytes, byte[] other, SplittableRandom random) {
    if (bytes.length == 0) {
      return random.nextBoolean() ? other.clone() : noise(random, 1 + random.nextInt(16));
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(bytes.length - at, 1 << random.nextInt(1, 12)));
    switch (random.nextInt(12)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt(256);
      case 3, 4, 5 -> putInteger(bytes, at, random);
      case 6 -> {
        return random.nextBoolean()
            ? Arrays.copyOf(bytes, at)
            : joined(bytes, noise(random, 1 + random.nextInt(64)));
      }
      case 7 -> {
        return joined(Arrays.copyOf(bytes, at), from(bytes, at + length));
      }
      case 8 -> {
        byte[] slice = Arrays.copyOfRange(bytes, at, at + length);
        return joined(Arrays.copyOf(bytes, at), repeated(slice, random), from(bytes, at + length));
      }
      case 9 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : -1));
      case 10 -> {
        if (other.length > 0) {
          int start = random.nextInt(other.length);
          int end = start + 1 + random.nextInt(other.length - start);
          byte[] slice = Arrays.copyOfRange(other, start, end);
          return joined(
              Arrays.copyOf(bytes, at), slice, from(bytes, at + random.nextInt(length + 1)));
        }
      }
      default ->
          System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
    }
    return bytes;
  }

  /** Replaces or changes an integer of 1, 2, 4 or 8 bytes. */
  private static void putInteger(byte[] bytes, int at, SplittableRandom random) {
    int width = Math.min(1 << random.nextInt(4), Integer.highestOneBit(bytes.length));
    // Fields are often aligned.
    int place = random.nextBoolean() ? at - at % width : at;
    int index = Math.max(0, Math.min(place, bytes.length - width));
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes)
            .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean add = random.nextInt(3) == 0;
    long value = add ? random.nextInt(-16, 17) : interesting(bytes.length, random);
    switch (width) {
      case 1 -> bytes[index] = (byte) (value + (add ? bytes[index] : 0));
      case 2 -> buffer.putShort(index, (short) (value + (add ? buffer.getShort(index) : 0)));
      case 4 -> buffer.putInt(index, (int) (value + (add ? buffer.getInt(index) : 0)));
      default -> buffer.putLong(index, value + (add ? buffer.getLong(index) : 0));
    }
  }

  /**
   * Returns an integer at which a reader may fail.
   *
   * @param length the length of the file: sizes about it are among them
   */
  static long interesting(int length, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> length + random.nextInt(-16, 17);
      case 1 -> random.nextLong();
      case 2 -> 1L << random.nextInt(Long.SIZE);
      default -> INTERESTING[random.nextInt(INTERESTING.length)];
    };
  }

  /** Repeats a slice 2 to a few times, or until it is large. */
  static byte[] repeated(byte[] slice, SplittableRandom random) {
    int limit = random.nextInt(500) == 0 ? MAX_BYTES : USUAL_BYTES;
    int most = Math.max(2, limit / Math.max(1, slice.length));
    int times = random.nextInt(4) == 0 ? random.nextInt(2, most + 1) : random.nextInt(2, 5);
    var result = new byte[Math.min(slice.length * times, 2 * limit)];
    for (int i = 0; i < result.length; i++) {
      result[i] = slice[i % slice.length];
    }
    return result;
  }

  static byte[] noise(SplittableRandom random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private static byte[] from(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }
}
