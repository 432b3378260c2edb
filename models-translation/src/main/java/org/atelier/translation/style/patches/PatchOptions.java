package org.atelier.translation.style.patches;

import org.atelier.options.OptionChecks;

/**
 * How patches are compared and replaced.
 *
 * @param patch the side of the finest scale's patches in pixels, at least 2; coarser scales have
 *     larger ones, by up to 4
 * @param stride the distance of neighbouring patches in pixels, at least 1 and at most {@code
 *     patch}
 * @param iterations of replacing at each scale, at least 1
 * @param keys how many of the style's patches are candidates, at least 1
 * @param directions in how many principal directions of the style's patches distances are taken, at
 *     least 1
 * @param completeness α over the number of pixels of a patch, above 0, for pixels in [0, 1]: the
 *     smaller, the more different patches of the style are used; ten times the default flattens, a
 *     hundred times gives flat areas, which suits smooth paintings
 */
public record PatchOptions(
    int patch, int stride, int iterations, int keys, int directions, double completeness) {
  private static final int LARGEST_PATCH = 64;

  /** Checks every value. */
  public PatchOptions {
    OptionChecks.atLeast(2, "patch", patch);
    OptionChecks.atLeast(1, "stride", stride);
    OptionChecks.atLeast(1, "iterations", iterations);
    OptionChecks.atLeast(1, "keys", keys);
    OptionChecks.atLeast(1, "directions", directions);
    OptionChecks.positive("completeness", completeness);
    if (patch > LARGEST_PATCH) {
      throw new IllegalArgumentException(
          "patch must be at most %s pixels, but was %s".formatted(LARGEST_PATCH, patch));
    }
    if (stride > patch) {
      throw new IllegalArgumentException(
          "stride must be at most the patch's side, %s, but was %s".formatted(patch, stride));
    }
  }

  /** Patches of 7 pixels, 2 apart; 3 iterations; 5,000 keys; 32 directions; 0.0015. */
  public static PatchOptions defaults() {
    return new PatchOptions(7, 2, 3, 5000, 32, 0.0015);
  }

  /** Returns a copy with this side of the finest patches. */
  public PatchOptions withPatch(int patch) {
    return new PatchOptions(patch, stride, iterations, keys, directions, completeness);
  }

  /** Returns a copy with this distance of patches. */
  public PatchOptions withStride(int stride) {
    return new PatchOptions(patch, stride, iterations, keys, directions, completeness);
  }

  /** Returns a copy with this number of iterations. */
  public PatchOptions withIterations(int iterations) {
    return new PatchOptions(patch, stride, iterations, keys, directions, completeness);
  }

  /** Returns a copy with this number of candidates. */
  public PatchOptions withKeys(int keys) {
    return new PatchOptions(patch, stride, iterations, keys, directions, completeness);
  }

  /** Returns a copy with this number of principal directions. */
  public PatchOptions withDirections(int directions) {
    return new PatchOptions(patch, stride, iterations, keys, directions, completeness);
  }

  /** Returns a copy with this completeness. */
  public PatchOptions withCompleteness(double completeness) {
    return new PatchOptions(patch, stride, iterations, keys, directions, completeness);
  }
}
