package org.atelier.translation.style.swap;

import org.atelier.options.OptionChecks;
import org.atelier.translation.style.wct.FeatureTransform;
import org.atelier.translation.style.wct.WctOptions;

/**
 * Options of {@link StyleSwap}.
 *
 * @param patch the side of a patch, in positions of the features, at least 1
 * @param stride positions from one patch of the content to the next, from 1 to {@code patch}
 * @param whitened whether patches are compared after whitening, content's and style's features each
 *     by their own covariance; without it, colours and brightness decide, and mostly wrongly
 * @param strength how much of the changed features is taken at each level, in [0, 1]
 * @param refinement how the levels after the swap get the style's statistics
 */
public record StyleSwapOptions(
    int patch, int stride, boolean whitened, double strength, FeatureTransform refinement) {
  /** Checks the numbers. */
  public StyleSwapOptions {
    OptionChecks.atLeast(1, "patch", patch);
    OptionChecks.atLeast(1, "stride", stride);
    if (stride > patch) {
      throw new IllegalArgumentException(
          "stride must be at most the patch's side, %s, so that patches leave no gaps, but was %s"
              .formatted(patch, stride));
    }
    WctOptions.requireStrength(strength);
  }

  /** Whitened patches of 3×3 at stride 1, strength 0.6, then optimal transport. */
  public static StyleSwapOptions defaults() {
    return new StyleSwapOptions(3, 1, true, 0.6, FeatureTransform.optimalTransport());
  }

  /** Returns a copy with another side of patches, at least 1 and at least the stride. */
  public StyleSwapOptions withPatch(int patch) {
    return new StyleSwapOptions(patch, stride, whitened, strength, refinement);
  }

  /** Returns a copy with another stride, from 1 to the patch's side. */
  public StyleSwapOptions withStride(int stride) {
    return new StyleSwapOptions(patch, stride, whitened, strength, refinement);
  }

  /** Returns a copy that compares patches after whitening, or as they are. */
  public StyleSwapOptions withWhitened(boolean whitened) {
    return new StyleSwapOptions(patch, stride, whitened, strength, refinement);
  }

  /** Returns a copy with another strength, in [0, 1]. */
  public StyleSwapOptions withStrength(double strength) {
    return new StyleSwapOptions(patch, stride, whitened, strength, refinement);
  }

  /** Returns a copy with another transform of the levels after the swap. */
  public StyleSwapOptions withRefinement(FeatureTransform refinement) {
    return new StyleSwapOptions(patch, stride, whitened, strength, refinement);
  }
}
