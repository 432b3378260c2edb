package org.atelier.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.atelier.files.Sha256;

/**
 * A content hash for the fingerprints of training data: the first 8 bytes of SHA-256. Not
 * thread-safe.
 */
public final class ContentHash {
  private static final int BYTES = 8;
  private static final int END_BYTES = 4096;

  private final MessageDigest digest;

  /** Creates the hash of empty content. */
  public ContentHash() {
    digest = Sha256.digest();
  }

  /** Adds bytes. */
  public ContentHash add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds the first {@code length} bytes of an array. */
  public ContentHash add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return this;
  }

  /** Adds a number as 8 bytes, big-endian. */
  public ContentHash add(long number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      digest.update((byte) (number >>> shift));
    }
    return this;
  }

  /** Adds numbers in order, each as a long. */
  public ContentHash add(int[] numbers) {
    for (int number : numbers) {
      add(number);
    }
    return this;
  }

  /** Adds the length of a text and its UTF-8 bytes, so that ("ab", "c") and ("a", "bc") differ. */
  public ContentHash add(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return add(bytes.length).add(bytes);
  }

  /**
   * Adds the length of a file and its last 4 KiB, so that a folder of many gigabytes takes seconds;
   * a change that keeps the length and the end of a file is not detected.
   *
   * @throws IOException if the file cannot be read
   */
  public ContentHash addEnd(Path file) throws IOException {
    long length = Files.size(file);
    add(length);
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(0, length - END_BYTES));
      return add(in.readNBytes(END_BYTES));
    }
  }

  /** Returns the hash as 16 hexadecimal digits. Finishes the hash: call it last. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
