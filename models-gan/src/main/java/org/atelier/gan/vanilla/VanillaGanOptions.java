package org.atelier.gan.vanilla;

import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;

/**
 * Options of {@link VanillaGan}.
 *
 * @param picture shape of the pictures
 * @param networks generator and discriminator
 * @param optimizer the optimizer of both networks
 * @param stabilisation regularisation of the training; none by default
 */
public record VanillaGanOptions(
    PictureShape picture,
    PerceptronNetworks networks,
    Adam optimizer,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public VanillaGanOptions {}

  /** As in PyTorch-GAN: 28×28 grey, latents of 100, Adam 2e-4 with β₁ 0.5. */
  public static VanillaGanOptions defaults() {
    return new VanillaGanOptions(
        PictureShape.grey(28),
        PerceptronNetworks.defaults(),
        Adam.of(2e-4, 0.5),
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public VanillaGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public VanillaGanOptions withPicture(PictureShape picture) {
    return new VanillaGanOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with other networks. */
  public VanillaGanOptions withNetworks(PerceptronNetworks networks) {
    return new VanillaGanOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public VanillaGanOptions withOptimizer(Adam optimizer) {
    return new VanillaGanOptions(picture, networks, optimizer, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public VanillaGanOptions withStabilisation(Stabilisation stabilisation) {
    return new VanillaGanOptions(picture, networks, optimizer, stabilisation);
  }
}
