package org.atelier.gan.wgangp;

import org.atelier.gan.OptionChecks;
import org.atelier.gan.PictureShape;
import org.atelier.gan.Widths;
import org.atelier.optim.Optimizer;

/**
 * What a {@link WganGp} is built with.
 *
 * @param picture what the pictures are
 * @param latentSize numbers that a picture is made from
 * @param widths the hidden layers of both networks
 * @param learningRate of both optimizers
 * @param beta1 of Adam
 * @param penaltyWeight λ of the gradient penalty
 * @param criticSteps steps of the critic for each of the generator's
 * @param averageDecay memory of the generator's moving average, from which samples are drawn; 0 for
 *     none
 */
public record WganGpOptions(
    PictureShape picture,
    int latentSize,
    Widths widths,
    double learningRate,
    double beta1,
    double penaltyWeight,
    int criticSteps,
    double averageDecay) {
  /** Checks every value. */
  public WganGpOptions {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    Optimizer.checkLearningRate(learningRate);
    Optimizer.checkShare("beta1", beta1);
    Optimizer.checkNotNegative("penaltyWeight", penaltyWeight);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    Optimizer.checkShare("averageDecay", averageDecay);
  }

  /**
   * λ 10 and 5 critic steps as in the paper; 28×28 grey, latent 100, Adam 2e-4 with β₁ 0.5 as in
   * PyTorch-GAN.
   */
  public static WganGpOptions defaults() {
    return new WganGpOptions(PictureShape.grey(28), 100, Widths.defaults(), 2e-4, 0.5, 10, 5, 0);
  }

  /** The same for squares of this size, of as many channels. */
  public WganGpOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public WganGpOptions withPicture(PictureShape picture) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }

  /** The same with latents of this size. */
  public WganGpOptions withLatentSize(int latentSize) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }

  /** The same with these hidden layers. */
  public WganGpOptions withWidths(Widths widths) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }

  /** The same with this learning rate. */
  public WganGpOptions withLearningRate(double learningRate) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }

  /** The same with this β₁ of Adam. */
  public WganGpOptions withBeta1(double beta1) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }

  /** The same with this λ of the gradient penalty. */
  public WganGpOptions withPenaltyWeight(double penaltyWeight) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }

  /** The same with so many steps of the critic for each of the generator's. */
  public WganGpOptions withCriticSteps(int criticSteps) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }

  /** The same with this memory of the generator's moving average. */
  public WganGpOptions withAverageDecay(double averageDecay) {
    return new WganGpOptions(
        picture, latentSize, widths, learningRate, beta1, penaltyWeight, criticSteps, averageDecay);
  }
}
