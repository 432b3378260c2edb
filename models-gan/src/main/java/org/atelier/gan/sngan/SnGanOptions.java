package org.atelier.gan.sngan;

import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link SnGan}.
 *
 * @param picture shape of the pictures; height and width are multiples of 4
 * @param networks generator and discriminator
 * @param optimizer the optimizer of both networks
 * @param criticSteps steps of the discriminator for each of the generator
 * @param stabilisation regularisation of the training; none by default
 */
public record SnGanOptions(
    PictureShape picture,
    ResidualNetworks networks,
    Adam optimizer,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public SnGanOptions {
    networks.expectFits(picture);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the hinge loss");
  }

  /**
   * The paper's for CIFAR-10: 32×32 RGB, latents of 128, 256 and 128 filters, Adam 2e-4 with β 0
   * and 0.9, 5 discriminator steps.
   */
  public static SnGanOptions defaults() {
    return new SnGanOptions(
        PictureShape.rgb(32),
        ResidualNetworks.defaults(),
        Adam.of(2e-4, 0).withBeta2(0.9),
        5,
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public SnGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public SnGanOptions withPicture(PictureShape picture) {
    return new SnGanOptions(picture, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with other networks. */
  public SnGanOptions withNetworks(ResidualNetworks networks) {
    return new SnGanOptions(picture, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public SnGanOptions withOptimizer(Adam optimizer) {
    return new SnGanOptions(picture, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with another number of discriminator steps for each of the generator. */
  public SnGanOptions withCriticSteps(int criticSteps) {
    return new SnGanOptions(picture, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public SnGanOptions withStabilisation(Stabilisation stabilisation) {
    return new SnGanOptions(picture, networks, optimizer, criticSteps, stabilisation);
  }
}
