package org.atelier.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of content, short enough to be read: the first 8 bytes of SHA-256. */
final class Fingerprint {
  private static final int BYTES = 8;
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  Fingerprint add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  Fingerprint add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return this;
  }

  Fingerprint add(long number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      digest.update((byte) (number >>> shift));
    }
    return this;
  }

  Fingerprint add(int[] numbers) {
    for (int number : numbers) {
      add(number);
    }
    return this;
  }

  /** Adds the length too: ("ab", "c") and ("a", "bc") are different. */
  Fingerprint add(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return add(bytes.length).add(bytes);
  }

  /** The hash in hexadecimal; nothing can be added afterwards. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
