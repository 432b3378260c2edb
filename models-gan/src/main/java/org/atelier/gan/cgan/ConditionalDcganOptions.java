package org.atelier.gan.cgan;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.model.ClassLabels;
import org.atelier.model.Condition;
import org.atelier.model.SpatialMap;
import org.atelier.options.OptionChecks;

/**
 * What a {@link ConditionalDcgan} is built with.
 *
 * @param picture what the pictures are, with sides that are multiples of 4
 * @param condition what the model is told of them; a map has the picture's height and width
 * @param latentSize numbers that a picture is made from
 * @param generatorFilters feature maps of the generator's last layer but one; each layer before it
 *     has twice as many
 * @param discriminatorFilters feature maps of the discriminator's first layer; each layer after it
 *     has twice as many
 * @param mismatched share of real pictures with the condition of another among what the
 *     discriminator shall refuse, in [0, 1). Where pictures of a batch often have equal conditions
 *     (few classes), it should be small or 0
 * @param learningRate of both optimizers
 * @param stabilisation what else steadies the training. Its changes of pictures know nothing of the
 *     condition: where that says where something is, pictures must not be moved
 */
public record ConditionalDcganOptions(
    PictureShape picture,
    Condition<?> condition,
    int latentSize,
    int generatorFilters,
    int discriminatorFilters,
    double mismatched,
    double learningRate,
    Stabilisation stabilisation) {
  /** Checks every value. */
  public ConditionalDcganOptions {
    picture.expectMultiplesOf(4);
    if (condition instanceof SpatialMap map
        && (map.height() != picture.height() || map.width() != picture.width())) {
      throw new IllegalArgumentException(
          "A map must have the picture's height and width, %s and %s, but had %s and %s"
              .formatted(picture.height(), picture.width(), map.height(), map.width()));
    }
    OptionChecks.atLeast(1, "latentSize", latentSize);
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    OptionChecks.share("mismatched", mismatched);
    OptionChecks.positive("learningRate", learningRate);
    if (condition instanceof SpatialMap && stabilisation.augment().translation() > 0) {
      throw new IllegalArgumentException(
          "Pictures that are told with a map must not be moved, but the translation of their"
              + " augmentation was %s; use withTranslation(0)"
                  .formatted(stabilisation.augment().translation()));
    }
  }

  /** 32×32 grey of 10 classes; latent 100, 64 feature maps, Adam 2e-4, as DCGAN. */
  public static ConditionalDcganOptions defaults() {
    return new ConditionalDcganOptions(
        PictureShape.grey(32), new ClassLabels(10), 100, 64, 64, 0, 2e-4, Stabilisation.none());
  }

  /** The same for pictures of this shape, told this of them. */
  public ConditionalDcganOptions withPicture(PictureShape picture, Condition<?> condition) {
    return new ConditionalDcganOptions(
        picture,
        condition,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        mismatched,
        learningRate,
        stabilisation);
  }

  /** The same, told this of its pictures. */
  public ConditionalDcganOptions withCondition(Condition<?> condition) {
    return withPicture(picture, condition);
  }

  /** The same with this share of real pictures whose condition is another's. */
  public ConditionalDcganOptions withMismatched(double mismatched) {
    return new ConditionalDcganOptions(
        picture,
        condition,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        mismatched,
        learningRate,
        stabilisation);
  }

  /** The same with latents of this size. */
  public ConditionalDcganOptions withLatentSize(int latentSize) {
    return new ConditionalDcganOptions(
        picture,
        condition,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        mismatched,
        learningRate,
        stabilisation);
  }

  /** The same with so many feature maps next to the picture. */
  public ConditionalDcganOptions withFilters(int generator, int discriminator) {
    return new ConditionalDcganOptions(
        picture,
        condition,
        latentSize,
        generator,
        discriminator,
        mismatched,
        learningRate,
        stabilisation);
  }

  /** The same with this learning rate. */
  public ConditionalDcganOptions withLearningRate(double learningRate) {
    return new ConditionalDcganOptions(
        picture,
        condition,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        mismatched,
        learningRate,
        stabilisation);
  }

  /** The same, steadied by this. */
  public ConditionalDcganOptions withStabilisation(Stabilisation stabilisation) {
    return new ConditionalDcganOptions(
        picture,
        condition,
        latentSize,
        generatorFilters,
        discriminatorFilters,
        mismatched,
        learningRate,
        stabilisation);
  }
}
