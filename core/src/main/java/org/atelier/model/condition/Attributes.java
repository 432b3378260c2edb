package org.atelier.model.condition;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Binary attributes as the conditioning input: float32 arrays (N, attributes), 1 if the picture has
 * the attribute, else 0. In Java, a picture's attributes are the set of the names of those present.
 *
 * @param names names of the attributes, at least one, all different
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

  /** Creates attributes of these names. */
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

  /**
   * Returns the same conditioning input for all samples: these attributes present, all others
   * absent.
   */
  public Conditions always(String... present) {
    return always(Set.copyOf(List.of(present)));
  }

  /** Returns all combinations in turn; the last attribute changes fastest. */
  @Override
  public Conditions various() {
    return (manager, from, count) ->
        new NDList(
            toArray(manager, IntStream.range(from, from + count).mapToObj(this::digits).toList()));
  }

  /** The binary digits of n; the last attribute is the lowest digit. */
  private float[] digits(int n) {
    var digits = new float[names.size()];
    for (int i = 0; i < Math.min(digits.length, Integer.SIZE - 1); i++) {
      digits[digits.length - 1 - i] = n >> i & 1;
    }
    return digits;
  }
}
