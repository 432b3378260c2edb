package org.atelier.translation.style.gatys;

import java.util.List;
import org.atelier.options.OptionChecks;
import org.atelier.perception.GramStatistic;
import org.atelier.perception.StyleStatistic;
import org.atelier.perception.WassersteinStatistic;

/**
 * How the styles enter the objective: the weighted mean over taps of the distance of statistics.
 *
 * @param weight its factor in the objective, positive
 * @param measure which statistics, and how they are compared
 * @param taps where; at least one
 */
public record StyleTerm(double weight, Measure measure, List<StyleTap> taps) {
  /** Which statistics of features make a style. */
  public enum Measure {
    /** Gram matrices, by the mean squared difference (Gatys et al.). */
    GRAM(GramStatistic.squared()),
    /** Mean and covariance, by the Wasserstein-2 distance per channel: for VGG. */
    WASSERSTEIN(WassersteinStatistic.perChannel()),
    /**
     * Mean and covariance, by the Wasserstein-2 distance over the style's variance: for small taps.
     */
    RELATIVE_WASSERSTEIN(WassersteinStatistic.relative());

    private final StyleStatistic statistic;

    Measure(StyleStatistic statistic) {
      this.statistic = statistic;
    }

    StyleStatistic statistic() {
      return statistic;
    }
  }

  /** Checks the weight, and that there is a tap. */
  public StyleTerm {
    OptionChecks.positive("weight", weight);
    taps = StyleTap.required(taps);
  }

  /** Returns a copy with this factor. */
  public StyleTerm withWeight(double weight) {
    return new StyleTerm(weight, measure, taps);
  }

  /** Returns a copy with this measure; its distances are of another size. */
  public StyleTerm withMeasure(Measure measure) {
    return new StyleTerm(weight, measure, taps);
  }

  /** Returns a copy with these taps. */
  public StyleTerm withTaps(List<StyleTap> taps) {
    return new StyleTerm(weight, measure, taps);
  }
}
