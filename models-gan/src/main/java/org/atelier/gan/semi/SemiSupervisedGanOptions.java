package org.atelier.gan.semi;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link SemiSupervisedGan}.
 *
 * @param picture shape of the pictures; height and width are multiples of 4
 * @param classes number of classes, at least 2
 * @param networks generator and classifier
 * @param optimizer the optimizer of both networks
 * @param unlabelledWeight w, the weight of the loss on unlabelled and generated pictures, at least
 *     0; with 0 the classifier learns from the labelled pictures alone and the generator does not
 *     learn, as a baseline
 * @param stabilisation regularisation of the training; none by default
 */
public record SemiSupervisedGanOptions(
    PictureShape picture,
    int classes,
    SemiSupervisedNetworks networks,
    Adam optimizer,
    double unlabelledWeight,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public SemiSupervisedGanOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(2, "classes", classes);
    OptionChecks.notNegative("unlabelledWeight", unlabelledWeight);
  }

  /**
   * 28×28 grey, 10 classes, latents of 100, 128 filters, dropout 0.25, Adam 3e-4 with β₁ 0.5, and a
   * weight of 1 for unlabelled pictures.
   */
  public static SemiSupervisedGanOptions defaults() {
    return new SemiSupervisedGanOptions(
        PictureShape.grey(28),
        10,
        SemiSupervisedNetworks.defaults(),
        Adam.of(3e-4, 0.5),
        1,
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public SemiSupervisedGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public SemiSupervisedGanOptions withPicture(PictureShape picture) {
    return new SemiSupervisedGanOptions(
        picture, classes, networks, optimizer, unlabelledWeight, stabilisation);
  }

  /** Returns a copy for another number of classes. */
  public SemiSupervisedGanOptions withClasses(int classes) {
    return new SemiSupervisedGanOptions(
        picture, classes, networks, optimizer, unlabelledWeight, stabilisation);
  }

  /** Returns a copy with other networks. */
  public SemiSupervisedGanOptions withNetworks(SemiSupervisedNetworks networks) {
    return new SemiSupervisedGanOptions(
        picture, classes, networks, optimizer, unlabelledWeight, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public SemiSupervisedGanOptions withOptimizer(Adam optimizer) {
    return new SemiSupervisedGanOptions(
        picture, classes, networks, optimizer, unlabelledWeight, stabilisation);
  }

  /** Returns a copy with another weight of the loss on unlabelled pictures. */
  public SemiSupervisedGanOptions withUnlabelledWeight(double unlabelledWeight) {
    return new SemiSupervisedGanOptions(
        picture, classes, networks, optimizer, unlabelledWeight, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public SemiSupervisedGanOptions withStabilisation(Stabilisation stabilisation) {
    return new SemiSupervisedGanOptions(
        picture, classes, networks, optimizer, unlabelledWeight, stabilisation);
  }
}
