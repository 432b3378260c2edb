package org.atelier.nn.script;

import java.util.ArrayList;
import java.util.List;

/** The inputs or outputs of a layer: one {@link Value}, or several in order. */
public sealed interface Values permits Value, Values.Several {
  /** Returns the values in order. */
  List<Value> all();

  /** Several values, such as pictures and their labels, or feature taps. */
  record Several(List<Value> all) implements Values {
    /** Copies the list. */
    public Several {
      all = List.copyOf(all);
    }
  }

  /** Creates values in this order. */
  static Values of(Value... values) {
    return values.length == 1 ? values[0] : new Several(List.of(values));
  }

  /** Creates values in this order. */
  static Values of(List<Value> values) {
    return values.size() == 1 ? values.get(0) : new Several(values);
  }

  /** Returns a copy with the first value replaced; the others are the conditioning inputs. */
  default Values withFirst(Value first) {
    var values = new ArrayList<>(all());
    values.set(0, first);
    return of(values);
  }

  /**
   * Returns the only value.
   *
   * @throws IllegalArgumentException if there is not exactly one value
   */
  default Value only() {
    return get(0, 1);
  }

  /**
   * Returns the value at {@code index} out of exactly {@code count}.
   *
   * @throws IllegalArgumentException if there are not exactly {@code count} values
   */
  default Value get(int index, int count) {
    if (all().size() != count) {
      throw new IllegalArgumentException(
          "expected " + count + (count == 1 ? " input" : " inputs") + ", but got " + all().size());
    }
    return all().get(index);
  }
}
