package org.atelier.translation.style.gatys;

import java.util.LinkedHashMap;
import java.util.List;
import org.atelier.options.OptionChecks;
import org.atelier.perception.TapWeights;

/**
 * A tap of the feature network, and how much it counts.
 *
 * @param tap its name, such as {@code "relu4_1"}
 * @param weight positive; the weights of a term's taps are divided by their sum
 */
public record StyleTap(String tap, double weight) {
  /** Checks the weight. */
  public StyleTap {
    OptionChecks.positive("weight", weight);
  }

  /** Taps of equal weight. */
  public static List<StyleTap> of(String... taps) {
    return List.of(taps).stream().map(tap -> new StyleTap(tap, 1)).toList();
  }

  /** Returns the weights, whose sum is 1, by tap. */
  static TapWeights weights(List<StyleTap> taps) {
    double sum = taps.stream().mapToDouble(StyleTap::weight).sum();
    var weights = new LinkedHashMap<String, Double>();
    taps.forEach(tap -> weights.merge(tap.tap, tap.weight / sum, Double::sum));
    return new TapWeights(weights);
  }

  /** Checks that there is a tap. */
  static List<StyleTap> required(List<StyleTap> taps) {
    if (taps.isEmpty()) {
      throw new IllegalArgumentException("taps must not be empty");
    }
    return List.copyOf(taps);
  }
}
