package org.atelier.gan.wgangp;

import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.WassersteinNetworks;
import org.atelier.image.PictureShape;
import org.atelier.model.objective.Penalty;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link WganGp}.
 *
 * @param picture shape of the pictures
 * @param networks generator and critic
 * @param optimizer the optimizer of both networks
 * @param penalty the gradient penalty, of weight λ
 * @param criticSteps steps of the critic for each of the generator
 * @param stabilisation regularisation of the training; none by default
 */
public record WganGpOptions(
    PictureShape picture,
    WassersteinNetworks networks,
    Adam optimizer,
    Penalty penalty,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public WganGpOptions {
    networks.expectFits(picture);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the Wasserstein loss");
  }

  /**
   * λ 10 and 5 critic steps as in the paper; 28×28 grey, latents of 100, Adam 2e-4 with β₁ 0.5 as
   * in PyTorch-GAN.
   */
  public static WganGpOptions defaults() {
    return new WganGpOptions(
        PictureShape.grey(28),
        PerceptronNetworks.defaults(),
        Adam.of(2e-4, 0.5),
        Penalty.of(10),
        5,
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public WganGpOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public WganGpOptions withPicture(PictureShape picture) {
    return new WganGpOptions(picture, networks, optimizer, penalty, criticSteps, stabilisation);
  }

  /** Returns a copy with other networks. */
  public WganGpOptions withNetworks(WassersteinNetworks networks) {
    return new WganGpOptions(picture, networks, optimizer, penalty, criticSteps, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public WganGpOptions withOptimizer(Adam optimizer) {
    return new WganGpOptions(picture, networks, optimizer, penalty, criticSteps, stabilisation);
  }

  /** Returns a copy with another gradient penalty. */
  public WganGpOptions withPenalty(Penalty penalty) {
    return new WganGpOptions(picture, networks, optimizer, penalty, criticSteps, stabilisation);
  }

  /** Returns a copy with another number of critic steps for each of the generator. */
  public WganGpOptions withCriticSteps(int criticSteps) {
    return new WganGpOptions(picture, networks, optimizer, penalty, criticSteps, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public WganGpOptions withStabilisation(Stabilisation stabilisation) {
    return new WganGpOptions(picture, networks, optimizer, penalty, criticSteps, stabilisation);
  }
}
