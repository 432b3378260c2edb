package org.atelier.image;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files with a number, as {@code frame-%04d.png} writes them.
 *
 * @param start what is before the number
 * @param digits the fewest digits of the number, 1 to 9
 * @param end what is behind it
 */
record NumberedNames(String start, int digits, String end) {
  private static final Pattern PATTERN = Pattern.compile("([^%]*)%(?:0([1-9]))?d([^%]*)");

  /** Returns whether the last part of a path has a place for a number. */
  static boolean isPattern(Path path) {
    return of(path).isPresent();
  }

  /** Returns the names of a path; empty if it has no place for a number, or several. */
  static Optional<NumberedNames> of(Path path) {
    Matcher parts = PATTERN.matcher(String.valueOf(path.getFileName()));
    if (!parts.matches()) {
      return Optional.empty();
    }
    int digits = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
    return Optional.of(new NumberedNames(parts.group(1), digits, parts.group(3)));
  }

  /** Returns the name with a number, at least 0. */
  String name(int number) {
    String text = String.valueOf(number);
    return start + "0".repeat(Math.max(0, digits - text.length())) + text + end;
  }

  /** Returns the number in a name; empty if it is not one of these names. */
  Optional<BigInteger> number(String name) {
    int to = name.length() - end.length();
    if (!name.startsWith(start) || !name.endsWith(end) || to - start.length() < digits) {
      return Optional.empty();
    }
    String number = name.substring(start.length(), to);
    boolean whole = number.chars().allMatch(c -> c >= '0' && c <= '9');
    // Beyond the fewest digits, none is a zero that could be left out.
    boolean plain = number.length() == digits || !number.startsWith("0");
    return whole && plain ? Optional.of(new BigInteger(number)) : Optional.empty();
  }
}
