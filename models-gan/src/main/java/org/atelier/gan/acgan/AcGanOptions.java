package org.atelier.gan.acgan;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link AcGan}.
 *
 * @param picture shape of the pictures; height and width are multiples of 4
 * @param classes number of classes
 * @param networks generator and discriminator
 * @param optimizer the optimizer of both networks
 * @param fakeClassWeight λ, the weight of the discriminator's class loss on generated pictures, at
 *     least 0: 1 in the paper. With 0 the classifier learns from real pictures alone, so that
 *     generator and classifier cannot agree on pictures unlike the class's
 * @param stabilisation regularisation of the training; none by default
 */
public record AcGanOptions(
    PictureShape picture,
    int classes,
    AcGanNetworks networks,
    Adam optimizer,
    double fakeClassWeight,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public AcGanOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(1, "classes", classes);
    OptionChecks.notNegative("fakeClassWeight", fakeClassWeight);
  }

  /**
   * As in PyTorch-GAN without its bugs: 32×32 grey, 10 classes, latents of 100, 128 filters, Adam
   * 2e-4 with β₁ 0.5.
   */
  public static AcGanOptions defaults() {
    return new AcGanOptions(
        PictureShape.grey(32),
        10,
        AcGanNetworks.resizing(128, 0.25),
        Adam.of(2e-4, 0.5),
        1,
        Stabilisation.none());
  }

  /**
   * Returns a copy for square pictures of this size with as many channels as now; it replaces
   * {@link #picture}.
   */
  public AcGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** Returns a copy for pictures of another shape. */
  public AcGanOptions withPicture(PictureShape picture) {
    return new AcGanOptions(picture, classes, networks, optimizer, fakeClassWeight, stabilisation);
  }

  /** Returns a copy for another number of classes. */
  public AcGanOptions withClasses(int classes) {
    return new AcGanOptions(picture, classes, networks, optimizer, fakeClassWeight, stabilisation);
  }

  /** Returns a copy with other networks. */
  public AcGanOptions withNetworks(AcGanNetworks networks) {
    return new AcGanOptions(picture, classes, networks, optimizer, fakeClassWeight, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public AcGanOptions withOptimizer(Adam optimizer) {
    return new AcGanOptions(picture, classes, networks, optimizer, fakeClassWeight, stabilisation);
  }

  /** Returns a copy with another weight of the class loss on generated pictures. */
  public AcGanOptions withFakeClassWeight(double fakeClassWeight) {
    return new AcGanOptions(picture, classes, networks, optimizer, fakeClassWeight, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public AcGanOptions withStabilisation(Stabilisation stabilisation) {
    return new AcGanOptions(picture, classes, networks, optimizer, fakeClassWeight, stabilisation);
  }
}
