package org.atelier.gan.cgan;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link Cgan}.
 *
 * @param picture shape of the pictures
 * @param classes number of classes
 * @param networks generator and discriminator
 * @param optimizer the optimizer of both networks
 * @param stabilisation regularisation of the training; none by default
 */
public record CganOptions(
    PictureShape picture,
    int classes,
    CganNetworks networks,
    Adam optimizer,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public CganOptions {
    OptionChecks.atLeast(1, "classes", classes);
  }

  /** As in PyTorch-GAN: 32×32 grey, 10 classes, latents of 100, Adam 2e-4 with β₁ 0.5. */
  public static CganOptions defaults() {
    return new CganOptions(
        PictureShape.grey(32),
        10,
        CganNetworks.defaults(),
        Adam.of(2e-4, 0.5),
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public CganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public CganOptions withPicture(PictureShape picture) {
    return new CganOptions(picture, classes, networks, optimizer, stabilisation);
  }

  /** Returns a copy for another number of classes. */
  public CganOptions withClasses(int classes) {
    return new CganOptions(picture, classes, networks, optimizer, stabilisation);
  }

  /** Returns a copy with other networks. */
  public CganOptions withNetworks(CganNetworks networks) {
    return new CganOptions(picture, classes, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public CganOptions withOptimizer(Adam optimizer) {
    return new CganOptions(picture, classes, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public CganOptions withStabilisation(Stabilisation stabilisation) {
    return new CganOptions(picture, classes, networks, optimizer, stabilisation);
  }
}
