package org.atelier.gan.dcgan;

import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;

/**
 * Options of {@link Dcgan}.
 *
 * @param picture shape of the pictures; height and width are multiples of 4
 * @param networks generator and discriminator
 * @param optimizer the optimizer of both networks
 * @param stabilisation regularisation of the training; none by default
 */
public record DcganOptions(
    PictureShape picture, StridedNetworks networks, Adam optimizer, Stabilisation stabilisation) {
  /** Checks every value. */
  public DcganOptions {
    picture.expectMultiplesOf(4);
  }

  /** As in pytorch/examples: 64×64 RGB, latents of 100, 64 filters, Adam 2e-4 with β₁ 0.5. */
  public static DcganOptions defaults() {
    return new DcganOptions(
        PictureShape.rgb(64), StridedNetworks.defaults(), Adam.of(2e-4, 0.5), Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public DcganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /**
   * Returns a copy for grey (1) or RGB (3) pictures of the same size; it replaces {@link #picture}.
   */
  public DcganOptions withChannels(int channels) {
    return withPicture(picture.withChannels(channels));
  }

  /** Returns a copy for pictures of another shape. */
  public DcganOptions withPicture(PictureShape picture) {
    return new DcganOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with other networks. */
  public DcganOptions withNetworks(StridedNetworks networks) {
    return new DcganOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public DcganOptions withOptimizer(Adam optimizer) {
    return new DcganOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public DcganOptions withStabilisation(Stabilisation stabilisation) {
    return new DcganOptions(picture, networks, optimizer, stabilisation);
  }
}
