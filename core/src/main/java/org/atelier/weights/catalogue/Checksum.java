package org.atelier.weights.catalogue;

import java.util.regex.Pattern;
import org.atelier.files.Sha256;

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
   * @param hash all 64 digits, as {@link Sha256} gives them
   */
  public boolean matches(String hash) {
    return hash.length() == WHOLE && hash.startsWith(digits);
  }

  /** Returns what is known as a clause: "SHA-256 is …", or "SHA-256 begins with …". */
  String clause() {
    return "SHA-256 %s %s".formatted(isWhole() ? "is" : "begins with", digits);
  }
}
