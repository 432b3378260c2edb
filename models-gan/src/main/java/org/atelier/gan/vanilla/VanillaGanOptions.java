package org.atelier.gan.vanilla;

import org.atelier.gan.OptionChecks;
import org.atelier.gan.PictureShape;
import org.atelier.gan.Widths;
import org.atelier.model.Penalty;
import org.atelier.optim.Optimizer;

/**
 * What a {@link VanillaGan} is built with.
 *
 * @param picture what the pictures are
 * @param latentSize numbers that a picture is made from
 * @param widths the hidden layers of both networks
 * @param learningRate of both optimizers
 * @param beta1 of Adam
 * @param r1 R₁, the penalty on the discriminator's slope at real pictures, of weight γ/2
 * @param dragan DRAGAN's penalty on the discriminator's slope around real pictures, of weight λ
 * @param averageDecay memory of the generator's moving average, from which samples are drawn; 0 for
 *     none
 */
public record VanillaGanOptions(
    PictureShape picture,
    int latentSize,
    Widths widths,
    double learningRate,
    double beta1,
    Penalty r1,
    Penalty dragan,
    double averageDecay) {
  /** Checks every value. */
  public VanillaGanOptions {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    Optimizer.checkLearningRate(learningRate);
    Optimizer.checkShare("beta1", beta1);
    Optimizer.checkShare("averageDecay", averageDecay);
  }

  /** As in PyTorch-GAN: 28×28 grey, latent 100, Adam 2e-4 with β₁ 0.5. */
  public static VanillaGanOptions defaults() {
    return new VanillaGanOptions(
        PictureShape.grey(28),
        100,
        Widths.defaults(),
        2e-4,
        0.5,
        Penalty.none(),
        Penalty.none(),
        0);
  }

  /** The same for squares of this size, of as many channels. */
  public VanillaGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public VanillaGanOptions withPicture(PictureShape picture) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }

  /** The same with latents of this size. */
  public VanillaGanOptions withLatentSize(int latentSize) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }

  /** The same with these hidden layers. */
  public VanillaGanOptions withWidths(Widths widths) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }

  /** The same with this learning rate. */
  public VanillaGanOptions withLearningRate(double learningRate) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }

  /** The same with this β₁ of Adam. */
  public VanillaGanOptions withBeta1(double beta1) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }

  /** The same with this γ of R₁, in every step. */
  public VanillaGanOptions withR1(double gamma) {
    return withR1(Penalty.of(gamma / 2));
  }

  /** The same with R₁ of weight γ/2. */
  public VanillaGanOptions withR1(Penalty r1) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }

  /** The same with DRAGAN's penalty; the paper's weight is 10. */
  public VanillaGanOptions withDragan(Penalty dragan) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }

  /** The same with this memory of the generator's moving average. */
  public VanillaGanOptions withAverageDecay(double averageDecay) {
    return new VanillaGanOptions(
        picture, latentSize, widths, learningRate, beta1, r1, dragan, averageDecay);
  }
}
