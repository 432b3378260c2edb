package org.atelier.gan.lsgan;

import org.atelier.gan.Fidelity;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What a {@link Lsgan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param latentSize numbers that a picture is made from
 * @param filters feature maps of the widest layers, a multiple of 8
 * @param dropout share of the discriminator's features that are dropped in training
 * @param learningRate of both optimizers
 * @param beta1 of Adam
 * @param fidelity whether PyTorch-GAN's slips are followed
 * @param stabilisation what steadies the training; nothing by default
 */
public record LsganOptions(
    PictureShape picture,
    int latentSize,
    int filters,
    double dropout,
    double learningRate,
    double beta1,
    Fidelity fidelity,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public LsganOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(8, "filters", filters);
    if (filters % 8 != 0) {
      throw new IllegalArgumentException("filters must be a multiple of 8, but was " + filters);
    }
    OptionChecks.share("dropout", dropout);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
  }

  /** As PyTorch-GAN means it: 32×32 grey, latent 100, 128 filters, Adam 2e-4 with β₁ 0.5. */
  public static LsganOptions defaults() {
    return new LsganOptions(
        PictureShape.grey(32), 100, 128, 0.25, 2e-4, 0.5, Fidelity.MEANT, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public LsganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public LsganOptions withPicture(PictureShape picture) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }

  /** The same with latents of this size. */
  public LsganOptions withLatentSize(int latentSize) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }

  /** The same with so many filters. */
  public LsganOptions withFilters(int filters) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }

  /** The same with this share dropped. */
  public LsganOptions withDropout(double dropout) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }

  /** The same with this learning rate. */
  public LsganOptions withLearningRate(double learningRate) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }

  /** The same with this β₁ of Adam. */
  public LsganOptions withBeta1(double beta1) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }

  /** The same with PyTorch-GAN's slips, or without. */
  public LsganOptions withFidelity(Fidelity fidelity) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }

  /** The same with this to steady the training. */
  public LsganOptions withStabilisation(Stabilisation stabilisation) {
    return new LsganOptions(
        picture, latentSize, filters, dropout, learningRate, beta1, fidelity, stabilisation);
  }
}
