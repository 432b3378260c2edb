package org.atelier.benchmarks.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes text: numbers, quoted words, lines and a format's own tokens; at times bytes. */
final class TextMutator implements Mutator {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"\n]*\"");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "-0",
          "1.5",
          "0.0",
          "1e9",
          "1e400",
          "-1e400",
          "1e-400",
          "NaN",
          "Infinity",
          "-Infinity",
          "255",
          "256",
          "65536",
          "2147483647",
          "2147483648",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "00",
          "0x10",
          "1".repeat(400),
          "1e999999999",
          "١");
  private static final ByteMutator BYTES = new ByteMutator();

  private final List<String> tokens;

  /**
   * Creates a mutator of a format.
   *
   * @param tokens what has a meaning in the format
   */
  TextMutator(String... tokens) {
    this.tokens = List.of(tokens);
  }

  static TextMutator json() {
    return new TextMutator(
        "{",
        "}",
        "[",
        "]",
        "{}",
        "[]",
        ":",
        ",",
        "null",
        "true",
        "false",
        "\"\"",
        "\"a\"",
        "\"a\":",
        "\\u0000",
        "\\",
        "\"",
        "/*",
        "//",
        "'",
        "\uFEFF",
        "{\"a\":",
        "[[",
        "\n",
        "\"type\": \"Normal\"");
  }

  @Override
  public byte[] mutate(byte[] seed, byte[] other, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return BYTES.mutate(seed, other, random);
    }
    String text = new String(seed, StandardCharsets.UTF_8);
    for (int edits = 1; edits <= 8; edits += 1 + random.nextInt(4)) {
      text = edit(text, new String(other, StandardCharsets.UTF_8), random);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String edit(String text, String other, SplittableRandom random) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(8)) {
      case 0, 1 -> replaced(text, NUMBER, pick(NUMBERS, random), random);
      case 2 -> {
        List<String> words = new ArrayList<>(tokens);
        matches(other, QUOTED).forEach(match -> words.add(match.group()));
        yield replaced(text, QUOTED, pick(words, random), random);
      }
      case 3 -> text.substring(0, at) + pick(tokens, random) + text.substring(at);
      case 4 -> {
        byte[] token = pick(tokens, random).getBytes(StandardCharsets.UTF_8);
        String many = new String(ByteMutator.repeated(token, random), StandardCharsets.UTF_8);
        yield text.substring(0, at) + many + text.substring(at);
      }
      case 5 -> {
        int end = Math.min(text.length(), at + 1 + random.nextInt(20));
        yield text.substring(0, at) + text.substring(end);
      }
      default -> lines(text, other, random);
    };
  }

  private static String lines(String text, String other, SplittableRandom random) {
    List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)", -1)));
    int at = random.nextInt(lines.size());
    int second = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(second, lines.get(at));
      case 2 -> Collections.swap(lines, at, second);
      default -> lines.add(at, pick(List.of(other.split("(?<=\n)", -1)), random));
    }
    return String.join("", lines);
  }

  private static String replaced(String text, Pattern what, String by, SplittableRandom random) {
    var found = matches(text, what);
    if (found.isEmpty()) {
      return text + by;
    }
    Matcher one = found.get(random.nextInt(found.size()));
    return text.substring(0, one.start()) + by + text.substring(one.end());
  }

  private static List<Matcher> matches(String text, Pattern what) {
    var found = new ArrayList<Matcher>();
    Matcher matcher = what.matcher(text);
    while (matcher.find() && found.size() < 1000) {
      Matcher copy = what.matcher(text);
      copy.find(matcher.start());
      found.add(copy);
    }
    return found;
  }

  private static String pick(List<String> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
