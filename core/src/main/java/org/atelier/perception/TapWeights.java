package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.atelier.engine.Scale;

/**
 * The weights with which the taps of a {@link FeatureExtractor} contribute to a loss.
 *
 * @param byTap the weight of each tap, in the order in which they are added
 */
public record TapWeights(Map<String, Double> byTap) {
  /** Checks that there is a tap, and that the weights are finite. */
  public TapWeights {
    byTap = Collections.unmodifiableMap(new LinkedHashMap<>(byTap));
    if (byTap.isEmpty() || byTap.values().stream().anyMatch(weight -> !Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "Expected at least one tap with a finite weight, but got " + byTap);
    }
  }

  /** The same weight for each tap. */
  public static TapWeights equal(double weight, Collection<String> taps) {
    var byTap = new LinkedHashMap<String, Double>();
    taps.forEach(tap -> byTap.put(tap, weight));
    return new TapWeights(byTap);
  }

  /** Returns the names of the taps. */
  public Set<String> taps() {
    return byTap.keySet();
  }

  /**
   * Returns Σ weight · term over the taps.
   *
   * @param term computes a scalar of a tap's two values
   * @param x the taps of the pictures
   * @param y what they are compared with
   */
  <X, Y> NDArray sum(Map<String, X> x, Map<String, Y> y, BiFunction<X, Y, NDArray> term) {
    NDArray sum = null;
    for (var entry : byTap.entrySet()) {
      X features = x.get(entry.getKey());
      Y target = y.get(entry.getKey());
      if (features == null || target == null) {
        throw new IllegalArgumentException(
            "Expected the tap \"%s\" among %s and %s"
                .formatted(entry.getKey(), x.keySet(), y.keySet()));
      }
      NDArray value = Scale.by(term.apply(features, target), entry.getValue());
      sum = sum == null ? value : sum.add(value);
    }
    return Objects.requireNonNull(sum);
  }
}
