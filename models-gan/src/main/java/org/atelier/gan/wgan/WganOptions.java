package org.atelier.gan.wgan;

import org.atelier.gan.OptionChecks;
import org.atelier.gan.PictureShape;
import org.atelier.gan.Widths;
import org.atelier.optim.Optimizer;

/**
 * What a {@link Wgan} is built with.
 *
 * @param picture what the pictures are
 * @param latentSize numbers that a picture is made from
 * @param widths the hidden layers of both networks
 * @param learningRate of both optimizers
 * @param clip bound of the critic's weights
 * @param criticSteps steps of the critic for each of the generator's
 * @param averageDecay memory of the generator's moving average, from which samples are drawn; 0 for
 *     none
 */
public record WganOptions(
    PictureShape picture,
    int latentSize,
    Widths widths,
    double learningRate,
    double clip,
    int criticSteps,
    double averageDecay) {
  /** Checks every value. */
  public WganOptions {
    OptionChecks.atLeast(1, "latentSize", latentSize);
    Optimizer.checkLearningRate(learningRate);
    if (!(clip > 0) || Double.isInfinite(clip)) {
      throw new IllegalArgumentException("clip must be positive and finite, but was " + clip);
    }
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    Optimizer.checkShare("averageDecay", averageDecay);
  }

  /** The paper's RMSProp 5e-5, clipping at 0.01 and 5 critic steps; 28×28 grey, latent 100. */
  public static WganOptions defaults() {
    return new WganOptions(PictureShape.grey(28), 100, Widths.defaults(), 5e-5, 0.01, 5, 0);
  }

  /** The same for squares of this size, of as many channels. */
  public WganOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public WganOptions withPicture(PictureShape picture) {
    return new WganOptions(
        picture, latentSize, widths, learningRate, clip, criticSteps, averageDecay);
  }

  /** The same with latents of this size. */
  public WganOptions withLatentSize(int latentSize) {
    return new WganOptions(
        picture, latentSize, widths, learningRate, clip, criticSteps, averageDecay);
  }

  /** The same with these hidden layers. */
  public WganOptions withWidths(Widths widths) {
    return new WganOptions(
        picture, latentSize, widths, learningRate, clip, criticSteps, averageDecay);
  }

  /** The same with this learning rate. */
  public WganOptions withLearningRate(double learningRate) {
    return new WganOptions(
        picture, latentSize, widths, learningRate, clip, criticSteps, averageDecay);
  }

  /** The same with this bound of the critic's weights. */
  public WganOptions withClip(double clip) {
    return new WganOptions(
        picture, latentSize, widths, learningRate, clip, criticSteps, averageDecay);
  }

  /** The same with so many steps of the critic for each of the generator's. */
  public WganOptions withCriticSteps(int criticSteps) {
    return new WganOptions(
        picture, latentSize, widths, learningRate, clip, criticSteps, averageDecay);
  }

  /** The same with this memory of the generator's moving average. */
  public WganOptions withAverageDecay(double averageDecay) {
    return new WganOptions(
        picture, latentSize, widths, learningRate, clip, criticSteps, averageDecay);
  }
}
