package org.atelier.cli.style;

import java.util.Locale;

/** Values of {@code --method}. */
enum StyleMethod {
  /** Texture regions of the pictures themselves. */
  PATCHES,
  /** Optimised. */
  GATYS,
  /** A network that was trained for the style. */
  FAST,
  /** Adaptive instance normalisation. */
  ADAIN,
  /** Whitening and colouring. */
  WCT,
  /** Swapped patches of features. */
  SWAP;

  /** Whether a picture whose style is taken is given; a fast network has its own. */
  boolean takesStyles() {
    return this != FAST;
  }

  /** Whether its strength is a share of the style's features, at most 1. */
  boolean takesShare() {
    return this == ADAIN || this == WCT || this == SWAP;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
