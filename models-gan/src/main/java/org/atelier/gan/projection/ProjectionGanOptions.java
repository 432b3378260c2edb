package org.atelier.gan.projection;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.model.OptionChecks;
import org.atelier.optim.Optimizer;

/**
 * What a {@link ProjectionGan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param classes the number of classes
 * @param latentSize numbers that a picture is made from
 * @param generatorFilters feature maps of the generator's blocks
 * @param discriminatorFilters feature maps of the discriminator's blocks
 * @param learningRate of both optimizers
 * @param criticSteps steps of the critic for each of the generator's
 * @param stabilisation what steadies the training; nothing by default
 */
public record ProjectionGanOptions(
    PictureShape picture,
    int classes,
    int latentSize,
    int generatorFilters,
    int discriminatorFilters,
    double learningRate,
    int criticSteps,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public ProjectionGanOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(1, "classes", classes);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    Optimizer.checkLearningRate(learningRate);
    OptionChecks.atLeast(1, "criticSteps", criticSteps);
    stabilisation.expectNoTarget("the hinge loss");
  }

  /**
   * For CIFAR-10: 32×32 RGB, 10 classes, latent 128, 256 and 128 feature maps, Adam 2e-4 with β 0
   * and 0.9, 5 critic steps.
   */
  public static ProjectionGanOptions defaults() {
    return new ProjectionGanOptions(
        PictureShape.rgb(32), 10, 128, 256, 128, 2e-4, 5, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public ProjectionGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public ProjectionGanOptions withPicture(PictureShape picture) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with so many classes. */
  public ProjectionGanOptions withClasses(int classes) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with latents of this size. */
  public ProjectionGanOptions withLatentSize(int latentSize) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with so many feature maps in the generator. */
  public ProjectionGanOptions withGeneratorFilters(int generatorFilters) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with so many feature maps in the discriminator. */
  public ProjectionGanOptions withDiscriminatorFilters(int discriminatorFilters) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with this learning rate. */
  public ProjectionGanOptions withLearningRate(double learningRate) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with so many steps of the critic for each of the generator's. */
  public ProjectionGanOptions withCriticSteps(int criticSteps) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }

  /** The same with this to steady the training. */
  public ProjectionGanOptions withStabilisation(Stabilisation stabilisation) {
    return new ProjectionGanOptions(
        picture,
        classes,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        learningRate,
        criticSteps,
        stabilisation);
  }
}
