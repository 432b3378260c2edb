package org.atelier.files;

import java.util.Comparator;

/**
 * The order of names in which numbers in them count as numbers: {@code frame2} is before {@code
 * frame10}. Other characters are compared by code unit, so the order is the same on every machine;
 * names that differ only in zeros before a number are ordered by code unit.
 */
public enum NaturalOrder implements Comparator<String> {
  /** The order. */
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = behindDigits(a, i);
      int endB = behindDigits(b, j);
      if (endA > i && endB > j) {
        int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int behindDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** Of any number of digits, so not as integers. */
  private static int compareNumbers(String a, String b) {
    String plainA = withoutZeros(a);
    String plainB = withoutZeros(b);
    int lengths = Integer.compare(plainA.length(), plainB.length());
    return lengths != 0 ? lengths : plainA.compareTo(plainB);
  }

  private static String withoutZeros(String digits) {
    int at = 0;
    while (at < digits.length() - 1 && digits.charAt(at) == '0') {
      at++;
    }
    return digits.substring(at);
  }
}
