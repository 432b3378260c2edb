package org.atelier.cli.style;

import java.util.Locale;

/** Values of {@code --colors}. */
enum ColourChoice {
  /** The style's. */
  STYLE,
  /** The content's. */
  KEEP,
  /** The style's, and nothing else of it. */
  ONLY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
