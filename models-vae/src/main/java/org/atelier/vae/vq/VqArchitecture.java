package org.atelier.vae.vq;

import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/** What networks a {@link VqVae} is made of. */
public sealed interface VqArchitecture permits VqArchitecture.Residuals, VqArchitecture.Own {
  /**
   * The paper's: strided convolutions of 4×4, then two residual blocks; the decoder the other way
   * round.
   *
   * @param picture both sides multiples of 2^halvings
   * @param filters feature maps of the hidden layers
   * @param halvings how often both sides are halved: codes stand for squares of 2^halvings pixels
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
  }

  /** The caller's own networks, which the model's constructor was given. */
  record Own() implements VqArchitecture {}
}
