package org.atelier.perception;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the names that a mistyped one is most like. */
final class NearNames {
  private static final int SHOWN = 5;

  private NearNames() {}

  /** Returns a sentence with the names that are most like one; those people use come first. */
  static String advice(String wrong, Collection<String> used, Collection<String> paths) {
    List<String> near =
        Stream.concat(used.stream(), paths.stream())
            .filter(name -> !name.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(name -> distance(wrong, name)))
            .limit(SHOWN)
            .toList();
    return "The most similar names are " + String.join(", ", near) + ".";
  }

  /**
   * The number of characters to insert, remove or replace, without regard to case and to what
   * separates parts. What is missing at the end counts least.
   */
  private static int distance(String wrong, String name) {
    String a = plain(wrong);
    String b = plain(name);
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = 2 * j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = 2 * i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 2);
        diagonal = row[j];
        int inserted = row[j - 1] + (i == a.length() ? 1 : 2);
        row[j] = Math.min(replaced, Math.min(row[j] + 2, inserted));
      }
    }
    return row[b.length()];
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
