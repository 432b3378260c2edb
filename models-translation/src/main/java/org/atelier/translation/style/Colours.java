package org.atelier.translation.style;

/** Whose colours the result of a style transfer has. */
public enum Colours {
  /** The style's colours. */
  STYLE,

  /**
   * The content's: the luminance of the result with the content's chroma. The style's luminance is
   * matched to the content's before the transfer (Gatys et al., "Preserving color in neural
   * artistic style transfer", arXiv:1606.05897, section 3.2), so that the result is as bright as
   * the content.
   */
  KEEP,

  /**
   * The content's: the style is recoloured before the transfer, by its mean and covariance (section
   * 3.1 of the same paper) and then by its histograms.
   */
  KEEP_HISTOGRAM,

  /** The style's, and nothing else of it: the content is recoloured, its texture stays. */
  ONLY
}
