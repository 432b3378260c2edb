package org.atelier.gan.wgangp;

import org.atelier.gan.Architecture;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.model.Penalty;
import org.atelier.options.OptionChecks;

/**
 * What a {@link WganGp} is built with.
 *
 * @param picture what the pictures are
 * @param latentSize numbers that a picture is made from
 * @param architecture the networks
 * @param learningRate of both optimizers
 * @param beta1 of Adam
 * @param penalty the gradient penalty, of weight λ; in every k-th of the critic's steps, if they
 *     are to be quicker
 * @param criticSteps steps of the critic for each of the generator's
 * @param stabilisation what steadies the training; nothing by default
 */
public record WganGpOptions(
    PictureShape picture,
    int latentSize,
    Architecture architecture,
    double learningRate,
    double beta1,
    Penalty penalty,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public WganGpOptions {
    architecture.expectFits(picture);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.share("beta1", beta1);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the Wasserstein loss");
  }

  /**
   * λ 10 and 5 critic steps as in the paper; 28×28 grey, latent 100, Adam 2e-4 with β₁ 0.5 as in
   * PyTorch-GAN.
   */
  public static WganGpOptions defaults() {
    return new WganGpOptions(
        PictureShape.grey(28),
        100,
        Architecture.perceptrons(Widths.defaults()),
        2e-4,
        0.5,
        Penalty.of(10),
        5,
        Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public WganGpOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public WganGpOptions withPicture(PictureShape picture) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }

  /** The same with latents of this size. */
  public WganGpOptions withLatentSize(int latentSize) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }

  /** The same with these networks. */
  public WganGpOptions withArchitecture(Architecture architecture) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }

  /** The same with this learning rate. */
  public WganGpOptions withLearningRate(double learningRate) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }

  /** The same with this β₁ of Adam. */
  public WganGpOptions withBeta1(double beta1) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }

  /** The same with this gradient penalty. */
  public WganGpOptions withPenalty(Penalty penalty) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }

  /** The same with so many steps of the critic for each of the generator's. */
  public WganGpOptions withCriticSteps(int criticSteps) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }

  /** The same with this to steady the training. */
  public WganGpOptions withStabilisation(Stabilisation stabilisation) {
    return new WganGpOptions(
        picture,
        latentSize,
        architecture,
        learningRate,
        beta1,
        penalty,
        criticSteps,
        stabilisation);
  }
}
