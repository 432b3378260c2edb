package org.atelier.train;

import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * Options of gradients: accumulation, and clipping by global norm.
 *
 * @param accumulation number of batches whose gradients are averaged before an update, at least 1
 * @param maxNorm the gradient-clipping threshold: a phase's gradients are clipped by global norm to
 *     this value, positive; null for no clipping
 */
public record GradientOptions(int accumulation, @Nullable Double maxNorm) {
  /** Checks the range of both components. */
  public GradientOptions {
    OptionChecks.atLeast(1, "gradients.accumulation", accumulation);
    if (maxNorm != null) {
      OptionChecks.positive("gradients.maxNorm", maxNorm);
    }
  }

  /** Returns the default: no accumulation, no clipping. */
  public static GradientOptions defaults() {
    return new GradientOptions(1, null);
  }

  /** Returns a copy with the gradients of this many batches averaged before an update. */
  public GradientOptions withAccumulation(int accumulation) {
    return new GradientOptions(accumulation, maxNorm);
  }

  /** Returns a copy with this gradient-clipping threshold (global norm), or null for none. */
  public GradientOptions withMaxNorm(@Nullable Double maxNorm) {
    return new GradientOptions(accumulation, maxNorm);
  }
}
