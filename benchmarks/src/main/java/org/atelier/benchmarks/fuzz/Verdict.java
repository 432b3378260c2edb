package org.atelier.benchmarks.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges what a reader throws: only documented exceptions, with sentences for a user. */
final class Verdict {
  private static final Pattern NULL = Pattern.compile("\\bnull\\b");
  private static final Pattern JAVA_NAME =
      Pattern.compile(
          "\\b(java|javax|sun|com|ai|de)\\.[a-z][\\w.]*\\.[A-Z]\\w+|\\b[A-Z]\\w+(Exception|Error)\\b|\\[[BCIFJ]@");
  private static final int MAX_MESSAGE = 2000;

  private Verdict() {}

  /** Returns what is wrong with an exception; empty if it is documented and speaks to a user. */
  static Optional<String> problem(FuzzTarget target, byte[] input, Throwable thrown) {
    if (target.documented().stream().noneMatch(type -> type.isInstance(thrown))) {
      return Optional.of("not documented");
    }
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return Optional.of("no message");
    }
    if (message.length() > MAX_MESSAGE) {
      return Optional.of("a message of %s characters".formatted(message.length()));
    }
    return found(NULL, message, input)
        .or(() -> found(JAVA_NAME, message, input))
        .map(text -> "\"%s\" in its message".formatted(text));
  }

  /** Finds what a message should not have, unless it quotes the input. */
  private static Optional<String> found(Pattern pattern, String message, byte[] input) {
    Matcher matcher = pattern.matcher(message);
    while (matcher.find()) {
      String text = matcher.group();
      if (!new String(input, StandardCharsets.ISO_8859_1).contains(text)) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }
}
