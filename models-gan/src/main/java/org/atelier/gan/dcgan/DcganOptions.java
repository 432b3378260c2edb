package org.atelier.gan.dcgan;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What a {@link Dcgan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param latentSize numbers that a picture is made from
 * @param generatorFilters feature maps of the generator's last hidden layer; earlier ones double
 * @param discriminatorFilters feature maps of the discriminator's first layer; later ones double
 * @param learningRate of Adam, for both networks
 * @param beta1 of Adam
 * @param stabilisation what steadies the training; nothing by default
 */
public record DcganOptions(
    PictureShape picture,
    int latentSize,
    int generatorFilters,
    int discriminatorFilters,
    double learningRate,
    double beta1,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public DcganOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
  }

  /** As in pytorch/examples: 64×64 RGB, latent 100, 64 filters, Adam 2e-4 with β₁ 0.5. */
  public static DcganOptions defaults() {
    return new DcganOptions(PictureShape.rgb(64), 100, 64, 64, 2e-4, 0.5, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public DcganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of so many channels: 1 (grey) or 3 (RGB). */
  public DcganOptions withChannels(int channels) {
    return withPicture(picture.withChannels(channels));
  }

  /** The same for pictures of this shape. */
  public DcganOptions withPicture(PictureShape picture) {
    return new DcganOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        stabilisation);
  }

  /** The same with latents of this size. */
  public DcganOptions withLatentSize(int latentSize) {
    return new DcganOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        stabilisation);
  }

  /** The same with so many filters in the generator and in the discriminator. */
  public DcganOptions withFilters(int generator, int discriminator) {
    return new DcganOptions(
        picture, latentSize, generator, discriminator, learningRate, beta1, stabilisation);
  }

  /** The same with this learning rate. */
  public DcganOptions withLearningRate(double learningRate) {
    return new DcganOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        stabilisation);
  }

  /** The same with this β₁ of Adam. */
  public DcganOptions withBeta1(double beta1) {
    return new DcganOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        stabilisation);
  }

  /** The same with this to steady the training. */
  public DcganOptions withStabilisation(Stabilisation stabilisation) {
    return new DcganOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        beta1,
        stabilisation);
  }
}
