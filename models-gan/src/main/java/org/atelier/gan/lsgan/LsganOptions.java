package org.atelier.gan.lsgan;

import org.atelier.gan.ResizeNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;

/**
 * Options of {@link Lsgan}.
 *
 * @param picture shape of the pictures; height and width are multiples of 4
 * @param networks generator and discriminator
 * @param optimizer the optimizer of both networks
 * @param stabilisation regularisation of the training; none by default
 */
public record LsganOptions(
    PictureShape picture, ResizeNetworks networks, Adam optimizer, Stabilisation stabilisation) {
  /** Checks every value. */
  public LsganOptions {
    picture.expectMultiplesOf(4);
  }

  /**
   * As in PyTorch-GAN without its bugs: 32×32 grey, latents of 100, 128 filters, Adam 2e-4 with β₁
   * 0.5.
   */
  public static LsganOptions defaults() {
    return new LsganOptions(
        PictureShape.grey(32), ResizeNetworks.defaults(), Adam.of(2e-4, 0.5), Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public LsganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public LsganOptions withPicture(PictureShape picture) {
    return new LsganOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with other networks. */
  public LsganOptions withNetworks(ResizeNetworks networks) {
    return new LsganOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public LsganOptions withOptimizer(Adam optimizer) {
    return new LsganOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public LsganOptions withStabilisation(Stabilisation stabilisation) {
    return new LsganOptions(picture, networks, optimizer, stabilisation);
  }
}
