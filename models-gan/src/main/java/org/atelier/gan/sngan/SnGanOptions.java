package org.atelier.gan.sngan;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.model.OptionChecks;
import org.atelier.optim.Optimizer;

/**
 * What an {@link SnGan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param latentSize numbers that a picture is made from
 * @param generatorFilters feature maps of the generator's blocks
 * @param discriminatorFilters feature maps of the discriminator's blocks
 * @param learningRate of both optimizers
 * @param criticSteps steps of the critic for each of the generator's
 * @param stabilisation what steadies the training; nothing by default
 */
public record SnGanOptions(
    PictureShape picture,
    int latentSize,
    int generatorFilters,
    int discriminatorFilters,
    double learningRate,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public SnGanOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    Optimizer.checkLearningRate(learningRate);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the hinge loss");
  }

  /**
   * The paper's for CIFAR-10: 32×32 RGB, latent 128, 256 and 128 feature maps, Adam 2e-4 with β 0
   * and 0.9, 5 critic steps.
   */
  public static SnGanOptions defaults() {
    return new SnGanOptions(PictureShape.rgb(32), 128, 256, 128, 2e-4, 5, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public SnGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public SnGanOptions withPicture(PictureShape picture) {
    return new SnGanOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with latents of this size. */
  public SnGanOptions withLatentSize(int latentSize) {
    return new SnGanOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with so many feature maps in the generator. */
  public SnGanOptions withGeneratorFilters(int generatorFilters) {
    return new SnGanOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with so many feature maps in the discriminator. */
  public SnGanOptions withDiscriminatorFilters(int discriminatorFilters) {
    return new SnGanOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with this learning rate. */
  public SnGanOptions withLearningRate(double learningRate) {
    return new SnGanOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with so many steps of the critic for each of the generator's. */
  public SnGanOptions withCriticSteps(int criticSteps) {
    return new SnGanOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with this to steady the training. */
  public SnGanOptions withStabilisation(Stabilisation stabilisation) {
    return new SnGanOptions(
        picture,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }
}
