package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.engine.Gradients;
import org.atelier.engine.Scale;

/**
 * The style loss (Gatys et al., arXiv:1508.06576): pictures have one style if statistics S of the
 * features φ of a frozen network are alike,
 *
 * <pre>
 * Σ over taps k of w_k · distance(S(φ_k(x)), S_k)
 * </pre>
 *
 * <p>with S_k of a style picture, or the weighted mean of several.
 *
 * @param extractor the frozen network; it stays open
 * @param weights w_k; taps of the extractor
 * @param statistic S and its distance: Gram matrices or normal distributions
 */
public record StyleLoss(FeatureExtractor extractor, TapWeights weights, StyleStatistic statistic) {
  /**
   * What pictures are compared with.
   *
   * @param byTap the prepared statistic of each tap
   */
  public record Target(Map<String, NDList> byTap) {}

  /** The Gram loss: the mean squared difference of Gram matrices. */
  public static StyleLoss gram(FeatureExtractor extractor, TapWeights weights) {
    return new StyleLoss(extractor, weights, GramStatistic.squared());
  }

  /** The statistic of a style picture, (1, 3, H, W) in [-1, 1], everywhere. */
  public Target target(NDArray style) {
    return target(List.of(style), List.of(1.), List.of(Map.of()));
  }

  /**
   * The mean of the statistics of style pictures, unrecorded.
   *
   * @param styles (1, 3, H, W) in [-1, 1], of any sizes
   * @param shares the share of each, not negative, with a positive sum
   * @param regions for each style the weights of the positions of taps, (1, 1, H', W'), as {@link
   *     #between} takes them; an empty map for the whole picture
   */
  public Target target(
      List<NDArray> styles, List<Double> shares, List<Map<String, NDArray>> regions) {
    double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
    if (styles.isEmpty() || shares.size() != styles.size() || regions.size() != styles.size()) {
      throw new IllegalArgumentException(
          "Expected at least one style and a share and regions for each, but got %s, %s and %s"
              .formatted(styles.size(), shares.size(), regions.size()));
    }
    if (!(sum > 0) || shares.stream().anyMatch(share -> !(share >= 0))) {
      throw new IllegalArgumentException(
          "The shares of the styles must be at least 0 and not all 0, but were " + shares);
    }
    return Gradients.withoutRecording(
        () -> {
          var means = new LinkedHashMap<String, NDList>();
          for (int i = 0; i < styles.size(); i++) {
            double share = shares.get(i) / sum;
            NDArray style = styles.get(i);
            // Features are large, and not needed once their statistics are known.
            try (NDManager scratch = style.getManager().newSubManager()) {
              Map<String, NDArray> features = extractor.of(style, weights.taps());
              features.values().forEach(each -> each.attach(scratch));
              statistics(features, regions.get(i))
                  .forEach((tap, found) -> add(means, tap, scaled(found, share), style));
            }
          }
          means.replaceAll((tap, mean) -> prepared(mean));
          return new Target(means);
        });
  }

  private static NDList scaled(NDList arrays, double factor) {
    return new NDList(arrays.stream().map(array -> Scale.by(array, factor)).toList());
  }

  /** Adds arrays to those of a tap, which belong to the manager of the first style. */
  private static void add(Map<String, NDList> sums, String tap, NDList arrays, NDArray style) {
    NDList sum = sums.get(tap);
    if (sum == null) {
      arrays.attach(style.getManager());
      sums.put(tap, arrays);
      return;
    }
    for (int i = 0; i < sum.size(); i++) {
      sum.get(i).addi(arrays.get(i));
    }
  }

  private NDList prepared(NDList mean) {
    NDList prepared = statistic.prepared(mean);
    for (NDArray array : mean) {
      if (prepared.stream().noneMatch(each -> each == array)) {
        array.close();
      }
    }
    return prepared;
  }

  private Map<String, NDList> statistics(
      Map<String, NDArray> features, Map<String, NDArray> regions) {
    var found = new HashMap<String, NDList>();
    for (String tap : weights.taps()) {
      NDArray region = regions.get(tap);
      NDArray values = features.get(tap);
      if (values == null) {
        throw new IllegalArgumentException(
            "Expected the tap \"%s\" among %s".formatted(tap, features.keySet()));
      }
      found.put(tap, statistic.of(values, region));
    }
    return found;
  }

  /**
   * Compares pictures (N, 3, H, W) in [-1, 1] with a target; a scalar, differentiable if the thread
   * records.
   */
  public NDArray of(NDArray pictures, Target target) {
    return between(extractor.of(pictures, weights.taps()), target, Map.of());
  }

  /**
   * Compares features that were computed before with a target; a scalar.
   *
   * @param features the taps
   * @param regions the weights of the positions of each tap, (1, 1, H', W'); an empty map for the
   *     whole picture
   */
  public NDArray between(
      Map<String, NDArray> features, Target target, Map<String, NDArray> regions) {
    Map<String, NDList> found = statistics(features, regions);
    return weights.sum(found, target.byTap(), statistic::distance);
  }
}
