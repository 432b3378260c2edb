package org.atelier.gan.cgan;

import org.atelier.gan.Stabilisation;
import org.atelier.image.PictureShape;
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.condition.Condition;
import org.atelier.model.condition.SpatialMap;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link ConditionalDcgan}.
 *
 * @param picture shape of the pictures; height and width are multiples of 4
 * @param condition kind of conditioning input; a map has the picture's height and width
 * @param networks generator and discriminator
 * @param mismatched m, the share of mismatched pairs, real pictures with the conditioning input of
 *     another, among what the discriminator learns to reject, in [0, 1). Where a batch has many
 *     equal conditioning inputs (few classes), it should be small or 0
 * @param optimizer the optimizer of both networks
 * @param stabilisation regularisation of the training; none by default. Its augmentation leaves a
 *     map as it is, so pictures must not be translated where the condition is a map
 */
public record ConditionalDcganOptions(
    PictureShape picture,
    Condition<?> condition,
    ConditionalDcganNetworks networks,
    double mismatched,
    Adam optimizer,
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
    OptionChecks.share("mismatched", mismatched);
    if (condition instanceof SpatialMap && stabilisation.augment().translation() > 0) {
      throw new IllegalArgumentException(
          "The augmentation must not translate pictures that are conditioned on a map, but its"
              + " translation was %s; use withTranslation(0)"
                  .formatted(stabilisation.augment().translation()));
    }
  }

  /**
   * 32×32 grey, 10 classes, latents of 100, 64 filters, no mismatched pairs, and Adam 2e-4 with β₁
   * 0.5 as DCGAN.
   */
  public static ConditionalDcganOptions defaults() {
    return new ConditionalDcganOptions(
        PictureShape.grey(32),
        new ClassLabels(10),
        ConditionalDcganNetworks.defaults(),
        0,
        Adam.of(2e-4, 0.5),
        Stabilisation.none());
  }

  /** Returns a copy for pictures of another shape. */
  public ConditionalDcganOptions withPicture(PictureShape picture) {
    return new ConditionalDcganOptions(
        picture, condition, networks, mismatched, optimizer, stabilisation);
  }

  /** Returns a copy with another kind of conditioning input. */
  public ConditionalDcganOptions withCondition(Condition<?> condition) {
    return new ConditionalDcganOptions(
        picture, condition, networks, mismatched, optimizer, stabilisation);
  }

  /** Returns a copy with other networks. */
  public ConditionalDcganOptions withNetworks(ConditionalDcganNetworks networks) {
    return new ConditionalDcganOptions(
        picture, condition, networks, mismatched, optimizer, stabilisation);
  }

  /** Returns a copy with another share of mismatched pairs. */
  public ConditionalDcganOptions withMismatched(double mismatched) {
    return new ConditionalDcganOptions(
        picture, condition, networks, mismatched, optimizer, stabilisation);
  }

  /** Returns a copy with another optimizer. */
  public ConditionalDcganOptions withOptimizer(Adam optimizer) {
    return new ConditionalDcganOptions(
        picture, condition, networks, mismatched, optimizer, stabilisation);
  }

  /** Returns a copy with another regularisation. */
  public ConditionalDcganOptions withStabilisation(Stabilisation stabilisation) {
    return new ConditionalDcganOptions(
        picture, condition, networks, mismatched, optimizer, stabilisation);
  }
}
