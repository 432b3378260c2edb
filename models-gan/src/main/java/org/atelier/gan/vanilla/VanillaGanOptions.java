package org.atelier.gan.vanilla;

import org.atelier.gan.Stabilisation;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What a {@link VanillaGan} is built with.
 *
 * @param picture what the pictures are
 * @param latentSize numbers that a picture is made from
 * @param widths the hidden layers of both networks
 * @param learningRate of both optimizers
 * @param beta1 of Adam
 * @param stabilisation what steadies the training; nothing by default
 */
public record VanillaGanOptions(
    PictureShape picture,
    int latentSize,
    Widths widths,
    double learningRate,
    double beta1,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public VanillaGanOptions {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
  }

  /** As in PyTorch-GAN: 28×28 grey, latent 100, Adam 2e-4 with β₁ 0.5. */
  public static VanillaGanOptions defaults() {
    return new VanillaGanOptions(
        PictureShape.grey(28), 100, Widths.defaults(), 2e-4, 0.5, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public VanillaGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public VanillaGanOptions withPicture(PictureShape picture) {
    return new VanillaGanOptions(picture, latentSize, widths, learningRate, beta1, stabilisation);
  }

  /** The same with latents of this size. */
  public VanillaGanOptions withLatentSize(int latentSize) {
    return new VanillaGanOptions(picture, latentSize, widths, learningRate, beta1, stabilisation);
  }

  /** The same with these hidden layers. */
  public VanillaGanOptions withWidths(Widths widths) {
    return new VanillaGanOptions(picture, latentSize, widths, learningRate, beta1, stabilisation);
  }

  /** The same with this learning rate. */
  public VanillaGanOptions withLearningRate(double learningRate) {
    return new VanillaGanOptions(picture, latentSize, widths, learningRate, beta1, stabilisation);
  }

  /** The same with this β₁ of Adam. */
  public VanillaGanOptions withBeta1(double beta1) {
    return new VanillaGanOptions(picture, latentSize, widths, learningRate, beta1, stabilisation);
  }

  /** The same with this to steady the training. */
  public VanillaGanOptions withStabilisation(Stabilisation stabilisation) {
    return new VanillaGanOptions(picture, latentSize, widths, learningRate, beta1, stabilisation);
  }
}
