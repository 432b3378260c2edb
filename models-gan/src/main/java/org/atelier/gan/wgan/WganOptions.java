package org.atelier.gan.wgan;

import org.atelier.gan.Architecture;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.Widths;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What a {@link Wgan} is built with.
 *
 * @param picture what the pictures are
 * @param latentSize numbers that a picture is made from
 * @param architecture the networks
 * @param learningRate of both optimizers
 * @param clip bound of the critic's weights
 * @param criticSteps steps of the critic for each of the generator's
 * @param stabilisation what steadies the training; nothing by default
 */
public record WganOptions(
    PictureShape picture,
    int latentSize,
    Architecture architecture,
    double learningRate,
    double clip,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public WganOptions {
    architecture.expectFits(picture);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.positive("learningRate", learningRate);
    if (!(clip > 0) || Double.isInfinite(clip)) {
      throw new IllegalArgumentException("clip must be positive and finite, but was " + clip);
    }
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the Wasserstein loss");
  }

  /** The paper's RMSProp 5e-5, clipping at 0.01 and 5 critic steps; 28×28 grey, latent 100. */
  public static WganOptions defaults() {
    return new WganOptions(
        PictureShape.grey(28),
        100,
        Architecture.perceptrons(Widths.defaults()),
        5e-5,
        0.01,
        5,
        Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public WganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public WganOptions withPicture(PictureShape picture) {
    return new WganOptions(
        picture, latentSize, architecture, learningRate, clip, criticSteps, stabilisation);
  }

  /** The same with latents of this size. */
  public WganOptions withLatentSize(int latentSize) {
    return new WganOptions(
        picture, latentSize, architecture, learningRate, clip, criticSteps, stabilisation);
  }

  /** The same with these networks. */
  public WganOptions withArchitecture(Architecture architecture) {
    return new WganOptions(
        picture, latentSize, architecture, learningRate, clip, criticSteps, stabilisation);
  }

  /** The same with this learning rate. */
  public WganOptions withLearningRate(double learningRate) {
    return new WganOptions(
        picture, latentSize, architecture, learningRate, clip, criticSteps, stabilisation);
  }

  /** The same with this bound of the critic's weights. */
  public WganOptions withClip(double clip) {
    return new WganOptions(
        picture, latentSize, architecture, learningRate, clip, criticSteps, stabilisation);
  }

  /** The same with so many steps of the critic for each of the generator's. */
  public WganOptions withCriticSteps(int criticSteps) {
    return new WganOptions(
        picture, latentSize, architecture, learningRate, clip, criticSteps, stabilisation);
  }

  /** The same with this to steady the training. */
  public WganOptions withStabilisation(Stabilisation stabilisation) {
    return new WganOptions(
        picture, latentSize, architecture, learningRate, clip, criticSteps, stabilisation);
  }
}
