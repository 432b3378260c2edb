package org.atelier.weights.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What is known of the SHA-256 of a published file: all 64 hexadecimal digits, or the first eight,
 * which torchvision and others write into the names of their files. Of those, exactly the eight are
 * verified: enough against a damaged or a wrong file, not against one that was forged on purpose.
 *
 * @param digits 64 or 8 hexadecimal digits in lower case
 */
public record Checksum(String digits) {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{8}");
  private static final int WHOLE = 64;
  private static final int BUFFER = 1 << 16;

  /** Checks the number of digits. */
  public Checksum {
    if (!DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "Expected a SHA-256 as 64 hexadecimal digits in lower case, or its first 8, but got '%s'"
              .formatted(digits));
    }
  }

  /** Returns whether all digits are known. */
  public boolean isWhole() {
    return digits.length() == WHOLE;
  }

  /**
   * Returns whether a file's hash agrees with what is known.
   *
   * @param hash all 64 digits, as {@link #of} gives them
   */
  public boolean matches(String hash) {
    return hash.length() == WHOLE && hash.startsWith(digits);
  }

  /**
   * Returns the SHA-256 of a file, 64 hexadecimal digits in lower case.
   *
   * @throws IOException if the file cannot be read
   */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    var buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Returns what is known as a clause: "SHA-256 is …", or "SHA-256 begins with …". */
  String clause() {
    return "SHA-256 %s %s".formatted(isWhole() ? "is" : "begins with", digits);
  }
}
