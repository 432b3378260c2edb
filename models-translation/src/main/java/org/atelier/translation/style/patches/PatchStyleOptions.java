package org.atelier.translation.style.patches;

import org.atelier.options.OptionChecks;
import org.atelier.translation.style.Colours;

/**
 * The options of a {@link PatchStyle}.
 *
 * @param size the longer side of the result in pixels, at least 1
 * @param strength above 0: the weight of the content is divided by it; 2 is looser and more
 *     abstract
 * @param styleScale above 0: the size at which the style is seen over that of the result; 0.5 gives
 *     finer strokes, 2 coarser ones
 * @param colours whose colours the result has
 * @param patches how patches are compared
 * @param seed of all randomness
 */
public record PatchStyleOptions(
    int size,
    double strength,
    double styleScale,
    Colours colours,
    PatchOptions patches,
    long seed) {
  private static final int LARGEST = 16_384;

  /** Checks every value. */
  public PatchStyleOptions {
    OptionChecks.atLeast(1, "size", size);
    if (size > LARGEST) {
      throw new IllegalArgumentException(
          "size must be at most %s pixels, but was %s".formatted(LARGEST, size));
    }
    OptionChecks.positive("strength", strength);
    OptionChecks.positive("styleScale", styleScale);
  }

  /** 512 pixels, the style's colours. */
  public static PatchStyleOptions defaults() {
    return new PatchStyleOptions(512, 1, 1, Colours.STYLE, PatchOptions.defaults(), 0);
  }

  /** Returns a copy with this longer side of the result. */
  public PatchStyleOptions withSize(int size) {
    return new PatchStyleOptions(size, strength, styleScale, colours, patches, seed);
  }

  /** Returns a copy with this strength. */
  public PatchStyleOptions withStrength(double strength) {
    return new PatchStyleOptions(size, strength, styleScale, colours, patches, seed);
  }

  /** Returns a copy with this scale of the style. */
  public PatchStyleOptions withStyleScale(double styleScale) {
    return new PatchStyleOptions(size, strength, styleScale, colours, patches, seed);
  }

  /** Returns a copy with this choice of colours. */
  public PatchStyleOptions withColours(Colours colours) {
    return new PatchStyleOptions(size, strength, styleScale, colours, patches, seed);
  }

  /** Returns a copy with this comparison of patches. */
  public PatchStyleOptions withPatches(PatchOptions patches) {
    return new PatchStyleOptions(size, strength, styleScale, colours, patches, seed);
  }

  /** Returns a copy with this seed. */
  public PatchStyleOptions withSeed(long seed) {
    return new PatchStyleOptions(size, strength, styleScale, colours, patches, seed);
  }
}
