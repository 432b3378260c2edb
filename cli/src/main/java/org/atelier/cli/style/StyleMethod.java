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

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
