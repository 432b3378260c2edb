package org.atelier.translation.style.gatys;

/**
 * What is minimised: style, content, and penalties of the picture alone.
 *
 * @param style the distance to the styles
 * @param content the distance to the content
 * @param penalties what needs no network
 */
public record StyleObjective(StyleTerm style, ContentTerm content, StylePenalties penalties) {
  /** Returns a copy with another style term. */
  public StyleObjective withStyle(StyleTerm style) {
    return new StyleObjective(style, content, penalties);
  }

  /** Returns a copy with another content term. */
  public StyleObjective withContent(ContentTerm content) {
    return new StyleObjective(style, content, penalties);
  }

  /** Returns a copy with other penalties. */
  public StyleObjective withPenalties(StylePenalties penalties) {
    return new StyleObjective(style, content, penalties);
  }
}
