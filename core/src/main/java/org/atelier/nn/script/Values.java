package org.atelier.nn.script;

import java.util.ArrayList;
import java.util.List;

/** What goes into a layer or comes out of it: one {@link Value}, or several in a fixed order. */
public sealed interface Values permits Value, Values.Several {
  /** The values in order. */
  List<Value> all();

  /** Several values: a picture and its labels, or feature taps. */
  record Several(List<Value> all) implements Values {
    /** Copies the list. */
    public Several {
      all = List.copyOf(all);
    }
  }

  /** Several values in order. */
  static Values of(Value... values) {
    return values.length == 1 ? values[0] : new Several(List.of(values));
  }

  /** Several values in order. */
  static Values of(List<Value> values) {
    return values.size() == 1 ? values.get(0) : new Several(values);
  }

  /** The same values behind another first one: the running value and its conditions. */
  default Values withFirst(Value first) {
    var values = new ArrayList<>(all());
    values.set(0, first);
    return of(values);
  }

  /**
   * The value, where there must be one.
   *
   * @throws IllegalArgumentException if there are several
   */
  default Value only() {
    return get(0, 1);
  }

  /**
   * The value at {@code index}, where there must be {@code count}.
   *
   * @throws IllegalArgumentException if there are fewer or more
   */
  default Value get(int index, int count) {
    if (all().size() != count) {
      throw new IllegalArgumentException(
          "expected " + count + (count == 1 ? " input" : " inputs") + ", but got " + all().size());
    }
    return all().get(index);
  }
}
