package org.atelier.gan.acgan;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What an {@link AcGan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param classes the number of classes
 * @param latentSize numbers that a picture is made from
 * @param networks generator and discriminator
 * @param learningRate of both optimizers
 * @param fakeClassWeight weight of the discriminator's class loss of generated pictures, at least
 *     0: 1 in the paper. With 0 its classifier learns from real pictures alone, so that the
 *     generator gains nothing by a picture that both agree on
 * @param stabilisation what steadies the training; nothing by default
 */
public record AcGanOptions(
    PictureShape picture,
    int classes,
    int latentSize,
    AcGanNetworks networks,
    double learningRate,
    double fakeClassWeight,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public AcGanOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(1, "classes", classes);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.notNegative("fakeClassWeight", fakeClassWeight);
  }

  /** As PyTorch-GAN means it: 32×32 grey, 10 classes, latent 100, 128 filters, Adam 2e-4. */
  public static AcGanOptions defaults() {
    return new AcGanOptions(
        PictureShape.grey(32),
        10,
        100,
        AcGanNetworks.resizing(128, 0.25),
        2e-4,
        1,
        Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public AcGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public AcGanOptions withPicture(PictureShape picture) {
    return new AcGanOptions(
        picture, classes, latentSize, networks, learningRate, fakeClassWeight, stabilisation);
  }

  /** The same with so many classes. */
  public AcGanOptions withClasses(int classes) {
    return new AcGanOptions(
        picture, classes, latentSize, networks, learningRate, fakeClassWeight, stabilisation);
  }

  /** The same with latents of this size. */
  public AcGanOptions withLatentSize(int latentSize) {
    return new AcGanOptions(
        picture, classes, latentSize, networks, learningRate, fakeClassWeight, stabilisation);
  }

  /** The same with these networks. */
  public AcGanOptions withNetworks(AcGanNetworks networks) {
    return new AcGanOptions(
        picture, classes, latentSize, networks, learningRate, fakeClassWeight, stabilisation);
  }

  /** The same with this learning rate. */
  public AcGanOptions withLearningRate(double learningRate) {
    return new AcGanOptions(
        picture, classes, latentSize, networks, learningRate, fakeClassWeight, stabilisation);
  }

  /** The same with this weight of the discriminator's class loss of generated pictures. */
  public AcGanOptions withFakeClassWeight(double fakeClassWeight) {
    return new AcGanOptions(
        picture, classes, latentSize, networks, learningRate, fakeClassWeight, stabilisation);
  }

  /** The same with this to steady the training. */
  public AcGanOptions withStabilisation(Stabilisation stabilisation) {
    return new AcGanOptions(
        picture, classes, latentSize, networks, learningRate, fakeClassWeight, stabilisation);
  }
}
