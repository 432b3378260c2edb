package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
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
import org.atelier.perception.StyleStatistic;
import org.atelier.perception.TapWeights;
import org.atelier.translation.style.gatys.ScaleTargets.ContentTarget;
import org.atelier.translation.style.gatys.ScaleTargets.RegionTarget;
import org.jspecify.annotations.Nullable;

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

  /** The two terms of features that a tap, or several, contribute; null where one has no part. */
  record Terms(@Nullable NDArray style, @Nullable NDArray content) {
    static final Terms NONE = new Terms(null, null);

    Terms plus(Terms other) {
      return new Terms(sum(style, other.style), sum(content, other.content));
    }

    private static @Nullable NDArray sum(@Nullable NDArray a, @Nullable NDArray b) {
      return a == null ? b : b == null ? a : a.add(b);
    }
  }

  StyleCost(StyleObjective objective) {
    this.objective = objective;
    statistic = objective.style().measure().statistic();
    style = StyleTap.weights(objective.style().taps());
    content = StyleTap.weights(objective.content().taps());
  }

  /** Returns the taps of both terms. */
  Set<String> taps() {
    var taps = new LinkedHashSet<>(style.taps());
    taps.addAll(content.taps());
    return taps;
  }

  /** Returns the weights of the style's taps. */
  TapWeights style() {
    return style;
  }

  /** Computes what the steps compare the content's features with. */
  Map<String, ContentTarget> contentTargets(Map<String, NDArray> features) {
    var targets = new LinkedHashMap<String, ContentTarget>();
    for (String tap : content.taps()) {
      NDArray target = features.get(tap);
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
   * Computes what one tap contributes to the terms, without the terms' own factors.
   *
   * @param shift which of the content's targets
   */
  Terms of(String tap, NDArray features, ScaleTargets targets, Shift shift) {
    Double styleWeight = style.byTap().get(tap);
    Double contentWeight = content.byTap().get(tap);
    return new Terms(
        styleWeight == null ? null : styleOf(tap, features, targets.regions(), styleWeight),
        contentWeight == null || objective.content().weight() == 0
            ? null
            : contentOf(
                features,
                Objects.requireNonNull(targets.contents().get(shift.ordinal()).get(tap)),
                contentWeight));
  }

  private NDArray styleOf(String tap, NDArray features, List<RegionTarget> regions, double weight) {
    NDArray sum = null;
    for (RegionTarget region : regions) {
      NDList found = statistic.of(features, region.maps().get(tap));
      NDArray distance =
          statistic.distance(found, Objects.requireNonNull(region.target().byTap().get(tap)));
      NDArray part = Scale.by(distance, weight * region.share());
      sum = sum == null ? part : sum.add(part);
    }
    return Objects.requireNonNull(sum);
  }

  private NDArray contentOf(NDArray features, ContentTarget target, double weight) {
    NDArray distance =
        objective.content().measure() == ContentTerm.Measure.NORMALISED
            ? NORMALISED.apply(features, target.features())
            : Criterion.L2.of(features, target.features());
    return Scale.by(distance, weight * target.factor());
  }

  /** Returns the sum of the terms of features, with their factors; for a segment of the network. */
  NDArray weighted(Terms terms) {
    var parts = new ArrayList<NDArray>();
    if (terms.style != null) {
      parts.add(Scale.by(terms.style, objective.style().weight()));
    }
    if (terms.content != null) {
      parts.add(Scale.by(terms.content, objective.content().weight()));
    }
    return parts.stream().reduce(NDArray::add).orElseThrow();
  }

  /** Joins the terms of features with the penalties of the picture (1, 3, H, W). */
  Objective objective(Terms terms, NDArray picture, ScaleTargets targets) {
    StylePenalties penalties = objective.penalties();
    Objective sum =
        Objective.of("style", objective.style().weight(), Objects.requireNonNull(terms.style));
    if (terms.content != null) {
      sum = sum.plus("content", objective.content().weight(), terms.content);
    }
    return penalised(sum, penalties, picture, targets);
  }

  /** Adds the penalties of the picture. */
  Objective penalised(Objective sum, NDArray picture, ScaleTargets targets) {
    return penalised(sum, objective.penalties(), picture, targets);
  }

  private static Objective penalised(
      Objective sum, StylePenalties penalties, NDArray picture, ScaleTargets targets) {
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
