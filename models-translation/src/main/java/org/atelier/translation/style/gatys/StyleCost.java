package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.loss.IsotropicVariation;
import org.atelier.loss.NinePointVariation;
import org.atelier.model.objective.Objective;
import org.atelier.perception.Criterion;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.StyleStatistic;
import org.atelier.perception.TapWeights;
import org.atelier.translation.style.gatys.ScaleTargets.ContentTarget;
import org.atelier.translation.style.gatys.ScaleTargets.RegionTarget;

/** Computes the terms of the objective of a picture and of its features. */
final class StyleCost {
  private static final NativeFunction NORMALISED =
      NativeFunction.of(
          "torch.div(torch.sum(torch.square(torch.sub(f, t))),"
              + " torch.add(torch.sum(torch.abs(torch.sub(f, t))), 1e-8))",
          "f",
          "t");

  private static final NativeFunction EXCESS =
      NativeFunction.of("torch.mean(torch.square(torch.sub(x, torch.clamp(x, -1., 1.))))", "x");

  private static final NativeFunction MOVED =
      NativeFunction.of(
          "torch.mean(torch.mul(torch.square(torch.sub(x, previous)), weights))",
          "x",
          "previous",
          "weights");

  private final StyleObjective objective;
  private final StyleStatistic statistic;
  private final TapWeights style;
  private final TapWeights content;

  StyleCost(StyleObjective objective) {
    this.objective = objective;
    statistic = objective.style().measure().statistic();
    style = StyleTap.weights(objective.style().taps());
    content = StyleTap.weights(objective.content().taps());
  }

  /** Returns the taps of both terms. */
  Set<String> taps() {
    var taps = new LinkedHashSet<>(style.taps());
    if (objective.content().weight() > 0) {
      taps.addAll(content.taps());
    }
    return taps;
  }

  /** Returns the weights of the style's taps. */
  TapWeights style() {
    return style;
  }

  /** Computes what the steps compare the content's features with. */
  Map<String, ContentTarget> contentTargets(FeatureExtractor extractor, NDArray picture) {
    if (objective.content().weight() == 0) {
      return Map.of();
    }
    Map<String, NDArray> features = extractor.of(picture, content.taps());
    var targets = new LinkedHashMap<String, ContentTarget>();
    for (String tap : content.taps()) {
      NDArray target = Objects.requireNonNull(features.get(tap));
      double factor = 1;
      if (objective.content().measure() == ContentTerm.Measure.RELATIVE) {
        double squares = target.square().mean().getFloat();
        double mean = target.mean().getFloat();
        // A flat picture has no variance: then the square, so that its style is not suppressed.
        factor = 1 / (Math.max(squares - mean * mean, 0.01 * squares) + 1e-12);
      }
      targets.put(tap, new ContentTarget(target, factor));
    }
    return targets;
  }

  /**
   * Computes what one tap contributes: a term for the style, or for the content, or both.
   *
   * @param shift which of the content's targets
   */
  Objective of(String tap, NDArray features, ScaleTargets targets, Shift shift) {
    Double styleWeight = style.byTap().get(tap);
    Double contentWeight = content.byTap().get(tap);
    Objective sum = null;
    if (styleWeight != null) {
      sum =
          Objective.of(
              "style " + tap,
              objective.style().weight() * styleWeight,
              styleOf(tap, features, targets.regions()));
    }
    if (contentWeight != null && objective.content().weight() > 0) {
      ContentTarget target =
          Objects.requireNonNull(targets.contents().get(shift.ordinal()).get(tap));
      double weight = objective.content().weight() * contentWeight * target.factor();
      NDArray distance =
          objective.content().measure() == ContentTerm.Measure.NORMALISED
              ? NORMALISED.apply(features, target.features())
              : Criterion.L2.of(features, target.features());
      Objective own = Objective.of("content " + tap, weight, distance);
      sum = sum == null ? own : sum.and(own);
    }
    return Objects.requireNonNull(sum);
  }

  /** The mean over regions, by their area. */
  private NDArray styleOf(String tap, NDArray features, List<RegionTarget> regions) {
    NDArray sum = null;
    for (RegionTarget region : regions) {
      NDList found = statistic.of(features, region.maps().get(tap));
      NDArray distance =
          statistic.distance(found, Objects.requireNonNull(region.target().byTap().get(tap)));
      NDArray part = region.share() == 1 ? distance : Scale.by(distance, region.share());
      sum = sum == null ? part : sum.add(part);
    }
    return Objects.requireNonNull(sum);
  }

  /** Adds the penalties of the picture (1, 3, H, W). */
  Objective penalised(Objective sum, NDArray picture, ScaleTargets targets) {
    StylePenalties penalties = objective.penalties();
    ScaleTargets.Still still = targets.still();
    return sum.plus("smooth", penalties.smooth(), () -> NinePointVariation.of(picture))
        .plus("isotropic", penalties.isotropic(), () -> IsotropicVariation.of(picture))
        .plus("range", penalties.range(), () -> EXCESS.apply(picture))
        .plus(
            "temporal",
            still == null ? 0 : penalties.temporal(),
            () ->
                MOVED.apply(
                    picture,
                    Objects.requireNonNull(still).result(),
                    Objects.requireNonNull(still).weights()));
  }
}
