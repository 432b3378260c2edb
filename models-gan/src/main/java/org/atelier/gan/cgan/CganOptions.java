package org.atelier.gan.cgan;

import java.util.List;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What a {@link Cgan} is built with.
 *
 * @param picture what the pictures are
 * @param classes the number of classes
 * @param latentSize numbers that a picture is made from
 * @param widths the hidden layers of both networks
 * @param dropout share of the discriminator's features that are dropped in training
 * @param learningRate of both optimizers
 * @param beta1 of Adam
 * @param stabilisation what steadies the training; nothing by default
 */
public record CganOptions(
    PictureShape picture,
    int classes,
    int latentSize,
    Widths widths,
    double dropout,
    double learningRate,
    double beta1,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public CganOptions {
    OptionChecks.atLeast(1, "classes", classes);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.share("dropout", dropout);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
  }

  /** As in PyTorch-GAN: 32×32 grey, 10 classes, latent 100, Adam 2e-4 with β₁ 0.5. */
  public static CganOptions defaults() {
    return new CganOptions(
        PictureShape.grey(32),
        10,
        100,
        new Widths(List.of(128, 256, 512, 1024), List.of(512, 512, 512)),
        0.4,
        2e-4,
        0.5,
        Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public CganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public CganOptions withPicture(PictureShape picture) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }

  /** The same with so many classes. */
  public CganOptions withClasses(int classes) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }

  /** The same with latents of this size. */
  public CganOptions withLatentSize(int latentSize) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }

  /** The same with these hidden layers. */
  public CganOptions withWidths(Widths widths) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }

  /** The same with this share dropped. */
  public CganOptions withDropout(double dropout) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }

  /** The same with this learning rate. */
  public CganOptions withLearningRate(double learningRate) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }

  /** The same with this β₁ of Adam. */
  public CganOptions withBeta1(double beta1) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }

  /** The same with this to steady the training. */
  public CganOptions withStabilisation(Stabilisation stabilisation) {
    return new CganOptions(
        picture, classes, latentSize, widths, dropout, learningRate, beta1, stabilisation);
  }
}
