package org.atelier.translation.style.gatys;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * How the content enters the objective: the weighted mean over taps of a distance of features.
 *
 * @param weight its factor in the objective, at least 0
 * @param measure how features f are compared with the content's t
 * @param taps where; at least one
 */
public record ContentTerm(double weight, Measure measure, List<StyleTap> taps) {
  /** How features f are compared with the content's t. */
  public enum Measure {
    /** mean (f − t)². */
    SQUARED,
    /** mean (f − t)² / variance of t, so that each tap counts alike. */
    RELATIVE,
    /**
     * Σ (f − t)² / Σ |f − t|, whose gradient has about the same size wherever it is taken
     * (crowsonkb/style-transfer-pytorch).
     */
    NORMALISED
  }

  /** Checks the weight, and that there is a tap. */
  public ContentTerm {
    OptionChecks.notNegative("weight", weight);
    taps = StyleTap.required(taps);
  }

  /** Returns a copy with this factor. */
  public ContentTerm withWeight(double weight) {
    return new ContentTerm(weight, measure, taps);
  }

  /** Returns a copy with this measure; its distances are of another size. */
  public ContentTerm withMeasure(Measure measure) {
    return new ContentTerm(weight, measure, taps);
  }

  /** Returns a copy with these taps. */
  public ContentTerm withTaps(List<StyleTap> taps) {
    return new ContentTerm(weight, measure, taps);
  }
}
