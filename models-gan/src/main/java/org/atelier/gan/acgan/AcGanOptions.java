package org.atelier.gan.acgan;

import org.atelier.gan.Fidelity;
import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.model.OptionChecks;
import org.atelier.optim.Optimizer;

/**
 * What an {@link AcGan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param classes the number of classes
 * @param latentSize numbers that a picture is made from
 * @param filters feature maps of the widest layers, a multiple of 8
 * @param dropout share of the discriminator's features that are dropped in training
 * @param learningRate of both optimizers
 * @param fidelity whether PyTorch-GAN's slips are followed
 * @param stabilisation what steadies the training; nothing by default
 */
public record AcGanOptions(
    PictureShape picture,
    int classes,
    int latentSize,
    int filters,
    double dropout,
    double learningRate,
    Fidelity fidelity,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public AcGanOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(1, "classes", classes);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(8, "filters", filters);
    if (filters % 8 != 0) {
      throw new IllegalArgumentException("filters must be a multiple of 8, but was " + filters);
    }
    Optimizer.checkShare("dropout", dropout);
    Optimizer.checkLearningRate(learningRate);
  }

  /** As PyTorch-GAN means it: 32×32 grey, 10 classes, latent 100, 128 filters, Adam 2e-4. */
  public static AcGanOptions defaults() {
    return new AcGanOptions(
        PictureShape.grey(32), 10, 100, 128, 0.25, 2e-4, Fidelity.MEANT, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public AcGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public AcGanOptions withPicture(PictureShape picture) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }

  /** The same with so many classes. */
  public AcGanOptions withClasses(int classes) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }

  /** The same with latents of this size. */
  public AcGanOptions withLatentSize(int latentSize) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }

  /** The same with so many filters. */
  public AcGanOptions withFilters(int filters) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }

  /** The same with this share dropped. */
  public AcGanOptions withDropout(double dropout) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }

  /** The same with this learning rate. */
  public AcGanOptions withLearningRate(double learningRate) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }

  /** The same with PyTorch-GAN's slips, or without. */
  public AcGanOptions withFidelity(Fidelity fidelity) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }

  /** The same with this to steady the training. */
  public AcGanOptions withStabilisation(Stabilisation stabilisation) {
    return new AcGanOptions(
        picture, classes, latentSize, filters, dropout, learningRate, fidelity, stabilisation);
  }
}
