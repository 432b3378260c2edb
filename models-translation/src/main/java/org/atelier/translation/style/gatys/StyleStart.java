package org.atelier.translation.style.gatys;

/** With which picture the optimisation begins. */
public enum StyleStart {
  /** The content. */
  CONTENT,
  /** The content with the mean and covariance of the styles' colours. */
  RECOLOURED,
  /** Grey with a little noise. */
  GREY,
  /** Normal noise around grey. */
  NOISE,
  /** Noise with the mean and covariance of the styles' colours. */
  STYLE_STATISTICS
}
