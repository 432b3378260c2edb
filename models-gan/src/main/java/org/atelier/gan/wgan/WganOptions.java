package org.atelier.gan.wgan;

import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.WassersteinNetworks;
import org.atelier.image.PictureShape;
import org.atelier.optim.RmsProp;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link Wgan}.
 *
 * @param picture shape of the pictures
 * @param networks generator and critic
 * @param optimizer the optimizer of both networks
 * @param clip c, the largest magnitude of a weight of the critic
 * @param criticSteps steps of the critic for each of the generator
 * @param stabilisation regularisation of the training; none by default
 */
public record WganOptions(
    PictureShape picture,
    WassersteinNetworks networks,
    RmsProp optimizer,
    double clip,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public WganOptions {
    networks.expectFits(picture);
    OptionChecks.positive("clip", clip);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the Wasserstein loss");
  }

  /** The paper's RMSProp 5e-5, clipping at 0.01 and 5 critic steps; 28×28 grey, latents of 100. */
  public static WganOptions defaults() {
    return new WganOptions(
        PictureShape.grey(28),
        PerceptronNetworks.defaults(),
        RmsProp.of(5e-5),
        0.01,
        5,
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public WganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public WganOptions withPicture(PictureShape picture) {
    return new WganOptions(picture, networks, optimizer, clip, criticSteps, stabilisation);
  }

  /** Returns a copy with other networks. */
  public WganOptions withNetworks(WassersteinNetworks networks) {
    return new WganOptions(picture, networks, optimizer, clip, criticSteps, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public WganOptions withOptimizer(RmsProp optimizer) {
    return new WganOptions(picture, networks, optimizer, clip, criticSteps, stabilisation);
  }

  /** Returns a copy with another bound of the critic's weights. */
  public WganOptions withClip(double clip) {
    return new WganOptions(picture, networks, optimizer, clip, criticSteps, stabilisation);
  }

  /** Returns a copy with another number of critic steps for each of the generator. */
  public WganOptions withCriticSteps(int criticSteps) {
    return new WganOptions(picture, networks, optimizer, clip, criticSteps, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public WganOptions withStabilisation(Stabilisation stabilisation) {
    return new WganOptions(picture, networks, optimizer, clip, criticSteps, stabilisation);
  }
}
