package org.atelier.model.condition;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.random.CounterRandom;

/**
 * Real numbers, such as a position and a size, as the conditioning input: float32 arrays (N,
 * numbers), each scaled linearly from its range to [-1, 1].
 *
 * @param ranges the range of each number, at least one
 */
public record Numbers(List<Range> ranges) implements Condition<double[]> {
  private static final long SEED = 0;

  /**
   * The range of a number.
   *
   * @param name the name in error messages, such as "x"
   * @param from the minimum, finite, in any unit
   * @param to the maximum, finite, greater than {@code from}
   */
  public record Range(String name, double from, double to) {
    /** Checks the limits. */
    public Range {
      if (!(from < to) || Double.isInfinite(from) || Double.isInfinite(to)) {
        throw new IllegalArgumentException(
            "The range of %s must be two finite numbers, the second greater than the first, but was %s to %s"
                .formatted(name, from, to));
      }
    }

    private double at(double share) {
      return from + share * (to - from);
    }
  }

  /** Copies and checks the ranges. */
  public Numbers {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one range, but got none");
    }
  }

  /** Creates numbers with these ranges. */
  public static Numbers of(Range... ranges) {
    return new Numbers(List.of(ranges));
  }

  @Override
  public Shape shape() {
    return new Shape(ranges.size());
  }

  @Override
  public float[] encode(double[] value) {
    if (value.length != ranges.size()) {
      throw new IllegalArgumentException(
          "Expected the numbers %s, but got %s"
              .formatted(ranges.stream().map(Range::name).toList(), Arrays.toString(value)));
    }
    var encoded = new float[value.length];
    for (int i = 0; i < value.length; i++) {
      Range range = ranges.get(i);
      if (!(value[i] >= range.from && value[i] <= range.to)) {
        throw new IllegalArgumentException(
            "%s must be in [%s, %s], but was %s"
                .formatted(range.name, range.from, range.to, value[i]));
      }
      encoded[i] = (float) (2 * (value[i] - range.from) / (range.to - range.from) - 1);
    }
    return encoded;
  }

  /** Returns the same numbers, in the order of the ranges, for all samples. */
  public Conditions always(double first, double... others) {
    var value = new double[1 + others.length];
    value[0] = first;
    System.arraycopy(others, 0, value, 1, others.length);
    return always(value);
  }

  /** Returns numbers that are uniform in their ranges. */
  @Override
  public Conditions various() {
    return (manager, from, count) ->
        new NDList(
            toArray(
                manager,
                IntStream.range(from, from + count).mapToObj(n -> encode(draw(n))).toList()));
  }

  private double[] draw(int n) {
    CounterRandom random = CounterRandom.of(SEED, n);
    return ranges.stream().mapToDouble(range -> range.at(random.nextDouble())).toArray();
  }
}
