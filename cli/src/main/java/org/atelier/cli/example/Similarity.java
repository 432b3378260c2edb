package org.atelier.cli.example;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Suggests names for a mistyped one. */
final class Similarity {
  private static final int SUGGESTED = 3;
  private static final double LEAST = 0.3;

  private Similarity() {}

  /**
   * At most three names that are similar to a text, the nearest first, by the Dice coefficient of
   * their letter bigrams.
   */
  static List<String> nearest(String text, List<String> names) {
    return names.stream()
        .filter(name -> similarity(text, name) >= LEAST)
        .sorted(Comparator.comparingDouble(name -> -similarity(text, name)))
        .limit(SUGGESTED)
        .toList();
  }

  /** Dice coefficient of the sets of letter bigrams, in [0, 1]; case is ignored. */
  private static double similarity(String one, String other) {
    Set<String> pairs = pairs(one);
    Set<String> others = pairs(other);
    int total = pairs.size() + others.size();
    pairs.retainAll(others);
    return total == 0 ? 0 : 2.0 * pairs.size() / total;
  }

  private static Set<String> pairs(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 1 < small.length(); i++) {
      pairs.add(small.substring(i, i + 2));
    }
    return pairs;
  }
}
