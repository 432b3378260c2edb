package org.atelier.vae.vq;

import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/** The networks of a {@link VqVae}. */
public sealed interface VqArchitecture permits VqArchitecture.Residuals, VqArchitecture.Custom {
  /**
   * The paper's: 4×4 convolutions of stride 2, then two residual blocks; the decoder in reverse
   * order, with transposed convolutions.
   *
   * @param picture the shape of the pictures, height and width multiples of 2^halvings
   * @param filters feature maps of the hidden layers
   * @param halvings number of downsamplings by 2, from 1 to 10: a code stands for 2^halvings ×
   *     2^halvings pixels
   */
  record Residuals(PictureShape picture, int filters, int halvings) implements VqArchitecture {
    /** Checks the numbers. */
    public Residuals {
      OptionChecks.atLeast(1, "filters", filters);
      OptionChecks.atLeast(1, "halvings", halvings);
      if (halvings > 10) {
        throw new IllegalArgumentException("halvings must be at most 10, but was " + halvings);
      }
      picture.expectMultiplesOf(1 << halvings);
    }

    /** Returns a copy for pictures of this shape. */
    public Residuals withPicture(PictureShape picture) {
      return new Residuals(picture, filters, halvings);
    }
  }

  /** The caller's own networks, which were passed to the model's constructor. */
  record Custom() implements VqArchitecture {}
}
