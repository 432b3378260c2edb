package org.atelier.weights;

import java.math.BigInteger;
import org.atelier.weights.Pickled.Global;
import org.atelier.weights.Pickled.Key;
import org.atelier.weights.Pickled.None;
import org.atelier.weights.Pickled.Tuple;

/** The keys that the dictionaries of one pickle have for its values. */
final class PickleKeys {
  /** Longer texts are compared as keys by identity. */
  private static final int MAX_KEY = 1000;

  /** Decimal digits take quadratic time, hexadecimal ones do not. */
  private static final int MAX_DECIMAL_BITS = 256;

  private static final int MAX_KEY_TUPLE = 16;
  private static final int MAX_KEY_DEPTH = 4;

  private final PickleBudget budget;
  private long identities;

  PickleKeys(PickleBudget budget) {
    this.budget = budget;
  }

  /**
   * The key of a value. As in Python, 1, 1.0 and True are one key, and objects are equal to
   * themselves alone.
   */
  Key of(Object value) {
    var text = new StringBuilder();
    char kind = describe(value, text, 0);
    if (kind == 'o') {
      // Distinct from any other, as objects are that have no equality of their own.
      budget.bytes(PickleBudget.TEXT + 64L);
      return new Key('o', "<" + Pickled.kind(value) + " " + identities++ + ">");
    }
    if (kind == 's') {
      return Key.of((String) value);
    }
    budget.bytes(PickleBudget.TEXT + 2L * text.length());
    return new Key(kind, text.toString());
  }

  /** Appends the text of a key and returns its kind; 'o' if it is compared by identity. */
  private char describe(Object value, StringBuilder text, int depth) {
    budget.steps(1);
    if (value instanceof String string) {
      if (string.length() > MAX_KEY) {
        return 'o';
      }
      if (depth > 0) {
        text.append('\'').append(string).append('\'');
      }
      return text.length() > MAX_KEY ? 'o' : 's';
    }
    if (value instanceof Boolean truth) {
      text.append(truth ? 1 : 0);
      return 'n';
    }
    if (value instanceof BigInteger number && number.bitLength() > MAX_DECIMAL_BITS) {
      text.append("0x").append(number.toString(16));
      return text.length() > MAX_KEY ? 'o' : 'n';
    }
    if (value instanceof Long || value instanceof BigInteger) {
      text.append(value);
      return text.length() > MAX_KEY ? 'o' : 'n';
    }
    if (value instanceof Double number) {
      long whole = number.longValue();
      // The largest long is not a double, so that a larger double would equal it.
      if (whole == number && whole != Long.MAX_VALUE) {
        text.append(whole);
      } else {
        text.append(number);
      }
      return 'n';
    }
    if (value instanceof None) {
      text.append("None");
      return 'N';
    }
    if (value instanceof Global global) {
      text.append(global.qualified());
      return text.length() > MAX_KEY ? 'o' : 'g';
    }
    if (value instanceof Tuple tuple
        && tuple.items.size() <= MAX_KEY_TUPLE
        && depth < MAX_KEY_DEPTH) {
      text.append('(');
      for (Object item : tuple.items) {
        if (describe(item, text, depth + 1) == 'o') {
          return 'o';
        }
        text.append(',');
      }
      text.append(')');
      return text.length() > MAX_KEY ? 'o' : 't';
    }
    return 'o';
  }
}
