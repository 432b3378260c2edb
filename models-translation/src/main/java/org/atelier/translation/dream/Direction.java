package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * A direction v in the space of a tap's channels, the mean over positions of
 *
 * <pre>
 * (f · v) · max(0.1, cos(f, v))^p
 * </pre>
 *
 * <p>With p = 0 it is the dot product; a greater p asks for features that have the direction
 * without others (Carter et al., "Activation Atlas", Distill 2019).
 *
 * @param tap the tap's name
 * @param vector v, one number for each channel
 * @param cosinePower p, at least 0
 * @param place where; null for everywhere
 */
public record Direction(String tap, List<Double> vector, double cosinePower, @Nullable Place place)
    implements DreamObjective {
  private static final String DOT = "torch.sum(torch.mul(f, v), [1], True)";

  private static final NativeFunction PLAIN =
      NativeFunction.of("torch.mean(" + DOT + ")", "f", "v");

  private static final NativeFunction COSINE =
      NativeFunction.of(
          "torch.mean(torch.mul(DOT, torch.pow(torch.clamp(torch.div(DOT, torch.mul(NORM_F, NORM_V)), 0.1), float(p))))"
              .replace("DOT", DOT)
              .replace(
                  "NORM_F", "torch.add(torch.sqrt(torch.sum(torch.square(f), [1], True)), 1e-4)")
              .replace("NORM_V", "torch.add(torch.sqrt(torch.sum(torch.square(v))), 1e-4)"),
          "f",
          "v",
          "p");

  /** Checks the numbers. */
  public Direction {
    vector = List.copyOf(vector);
    OptionChecks.notNegative("cosinePower", cosinePower);
    if (vector.stream().allMatch(value -> value == 0)
        || !vector.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "Expected a direction of finite numbers that are not all 0, but got " + vector);
    }
  }

  /** The dot product with a direction, everywhere. */
  public static Direction of(String tap, List<Double> vector) {
    return new Direction(tap, vector, 0, null);
  }

  /** Returns a copy with another power of the cosine, at least 0. */
  public Direction withCosinePower(double cosinePower) {
    return new Direction(tap, vector, cosinePower, place);
  }

  /** Returns a copy at one place, or everywhere. */
  public Direction at(@Nullable Place place) {
    return new Direction(tap, vector, cosinePower, place);
  }

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    NDArray all = features.get(tap);
    TapShape.requireMap(tap, all);
    if (all.getShape().get(1) != vector.size()) {
      throw new IllegalArgumentException(
          "Expected a direction of %s numbers, the channels of %s, but got %s"
              .formatted(all.getShape().get(1), tap, vector.size()));
    }
    NDArray part = place == null ? all : TapShape.column(tap, all, place);
    var values = new float[vector.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = vector.get(i).floatValue();
    }
    try (NDArray v =
            HostValues.toArray(part.getManager(), values, new Shape(1, values.length, 1, 1));
        NDArray p = HostValues.number(part.getManager(), cosinePower)) {
      return cosinePower == 0 ? PLAIN.apply(part, v) : COSINE.apply(part, v, p);
    }
  }

  @Override
  public boolean isMeanOverPositions() {
    return place == null;
  }
}
