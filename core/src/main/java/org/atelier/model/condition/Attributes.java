package org.atelier.model.condition;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Attributes that a picture has or has not, each by itself: float32 arrays (N, attributes), 1 where
 * it has one and 0 where not. In Java a picture's attributes are the set of their names.
 *
 * @param names of the attributes, at least one and none twice
 */
public record Attributes(List<String> names) implements Condition<Set<String>> {
  /** Checks the names. */
  public Attributes {
    names = List.copyOf(names);
    if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "Expected at least one attribute and no name twice, but got " + names);
    }
  }

  /** Attributes of these names. */
  public static Attributes of(String... names) {
    return new Attributes(List.of(names));
  }

  @Override
  public Shape shape() {
    return new Shape(names.size());
  }

  @Override
  public float[] encode(Set<String> value) {
    if (!names.containsAll(value)) {
      throw new IllegalArgumentException(
          "Expected attributes out of %s, but got %s"
              .formatted(names, value.stream().sorted().toList()));
    }
    var encoded = new float[names.size()];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = value.contains(names.get(i)) ? 1 : 0;
    }
    return encoded;
  }

  /** Samples that have these attributes and no others. */
  public Conditions always(String... present) {
    return always(Set.copyOf(List.of(present)));
  }

  /** All combinations in turn, the last attribute changing first. */
  @Override
  public Conditions various() {
    return (manager, from, count) ->
        new NDList(
            toArray(manager, IntStream.range(from, from + count).mapToObj(this::digits).toList()));
  }

  /** The number n in binary digits, the last attribute's the lowest. */
  private float[] digits(int n) {
    var digits = new float[names.size()];
    for (int i = 0; i < Math.min(digits.length, Integer.SIZE - 1); i++) {
      digits[digits.length - 1 - i] = n >> i & 1;
    }
    return digits;
  }
}
