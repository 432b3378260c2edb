package org.atelier.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a mistyped one is most like, for messages. */
public final class NearNames {
  /** The distance of a character to insert, remove or replace. */
  public static final int EDIT = 2;

  private NearNames() {}

  /**
   * Returns the names that are most like one, the nearest first, and among equally near ones in
   * their order.
   *
   * @param most how many at most
   */
  public static List<String> of(String wrong, Collection<String> names, int most) {
    return names.stream()
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted(Comparator.comparingInt(name -> distance(wrong, name)))
        .limit(most)
        .toList();
  }

  /**
   * Returns how far a name is from a mistyped one: {@link #EDIT} for each letter or digit to
   * insert, remove or replace, and half of it for what is missing at the end, without regard to
   * case and to what separates parts.
   */
  public static int distance(String wrong, String name) {
    String a = plain(wrong);
    String b = plain(name);
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = (a.isEmpty() ? EDIT / 2 : EDIT) * j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = EDIT * i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : EDIT);
        diagonal = row[j];
        int inserted = row[j - 1] + (i == a.length() ? EDIT / 2 : EDIT);
        row[j] = Math.min(replaced, Math.min(row[j] + EDIT, inserted));
      }
    }
    return row[b.length()];
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
