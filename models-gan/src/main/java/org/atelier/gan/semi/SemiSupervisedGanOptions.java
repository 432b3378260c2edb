package org.atelier.gan.semi;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What a {@link SemiSupervisedGan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param classes the number of classes, at least 2
 * @param latentSize numbers that a picture is made from
 * @param filters feature maps of the widest layers, a multiple of 8
 * @param dropout share of the classifier's feature maps that are dropped in training
 * @param learningRate of both optimizers
 * @param unlabelledWeight w of what the classifier learns without labels; with 0 it learns from the
 *     labelled pictures alone, and the generator not at all: the classifier to compare with
 * @param stabilisation what steadies the training; nothing by default
 */
public record SemiSupervisedGanOptions(
    PictureShape picture,
    int classes,
    int latentSize,
    int filters,
    double dropout,
    double learningRate,
    double unlabelledWeight,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public SemiSupervisedGanOptions {
    picture.expectMultiplesOf(4);
    OptionChecks.atLeast(2, "classes", classes);
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(8, "filters", filters);
    if (filters % 8 != 0) {
      throw new IllegalArgumentException("filters must be a multiple of 8, but was " + filters);
    }
    OptionChecks.share("dropout", dropout);
    OptionChecks.positive("learningRate", learningRate);
    OptionChecks.notNegative("unlabelledWeight", unlabelledWeight);
  }

  /**
   * 28×28 grey, 10 classes, latent 100, 128 filters, dropout ¼, Adam 3e-4 with β₁ ½, unlabelled
   * pictures as important as labelled ones.
   */
  public static SemiSupervisedGanOptions defaults() {
    return new SemiSupervisedGanOptions(
        PictureShape.grey(28), 10, 100, 128, 0.25, 3e-4, 1, Stabilisation.none());
  }

  /** The same for squares of this size, of as many channels. */
  public SemiSupervisedGanOptions withImageSize(int size) {
    return withPicture(picture.withSize(size));
  }

  /** The same for pictures of this shape. */
  public SemiSupervisedGanOptions withPicture(PictureShape picture) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }

  /** The same with so many classes. */
  public SemiSupervisedGanOptions withClasses(int classes) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }

  /** The same with latents of this size. */
  public SemiSupervisedGanOptions withLatentSize(int latentSize) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }

  /** The same with so many feature maps. */
  public SemiSupervisedGanOptions withFilters(int filters) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }

  /** The same with this share of dropped feature maps. */
  public SemiSupervisedGanOptions withDropout(double dropout) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }

  /** The same with this learning rate. */
  public SemiSupervisedGanOptions withLearningRate(double learningRate) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }

  /** The same with this weight of what is learnt without labels. */
  public SemiSupervisedGanOptions withUnlabelledWeight(double unlabelledWeight) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }

  /** The same with this to steady the training. */
  public SemiSupervisedGanOptions withStabilisation(Stabilisation stabilisation) {
    return new SemiSupervisedGanOptions(
        picture,
        classes,
        latentSize,
        filters,
        dropout,
        learningRate,
        unlabelledWeight,
        stabilisation);
  }
}
