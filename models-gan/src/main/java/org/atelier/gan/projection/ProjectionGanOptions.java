package org.atelier.gan.projection;

import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link ProjectionGan}.
 *
 * @param picture shape of the pictures; height and width are multiples of 4
 * @param classes number of classes
 * @param networks generator and discriminator
 * @param optimizer the optimizer of both networks
 * @param criticSteps steps of the discriminator for each of the generator
 * @param stabilisation regularisation of the training; none by default
 */
public record ProjectionGanOptions(
    PictureShape picture,
    int classes,
    ResidualNetworks networks,
    Adam optimizer,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public ProjectionGanOptions {
    networks.expectFits(picture);
    OptionChecks.atLeast(1, "classes", classes);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the hinge loss");
  }

  /**
   * For CIFAR-10: 32×32 RGB, 10 classes, latents of 128, 256 and 128 filters, Adam 2e-4 with β 0
   * and 0.9, 5 discriminator steps.
   */
  public static ProjectionGanOptions defaults() {
    return new ProjectionGanOptions(
        PictureShape.rgb(32),
        10,
        ResidualNetworks.defaults(),
        Adam.of(2e-4, 0).withBeta2(0.9),
        5,
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public ProjectionGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public ProjectionGanOptions withPicture(PictureShape picture) {
    return new ProjectionGanOptions(
        picture, classes, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy for another number of classes. */
  public ProjectionGanOptions withClasses(int classes) {
    return new ProjectionGanOptions(
        picture, classes, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with other networks. */
  public ProjectionGanOptions withNetworks(ResidualNetworks networks) {
    return new ProjectionGanOptions(
        picture, classes, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public ProjectionGanOptions withOptimizer(Adam optimizer) {
    return new ProjectionGanOptions(
        picture, classes, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with another number of discriminator steps for each of the generator. */
  public ProjectionGanOptions withCriticSteps(int criticSteps) {
    return new ProjectionGanOptions(
        picture, classes, networks, optimizer, criticSteps, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public ProjectionGanOptions withStabilisation(Stabilisation stabilisation) {
    return new ProjectionGanOptions(
        picture, classes, networks, optimizer, criticSteps, stabilisation);
  }
}
