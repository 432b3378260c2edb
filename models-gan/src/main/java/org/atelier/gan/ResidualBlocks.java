package org.atelier.gan;

import java.util.List;
import org.atelier.image.PictureShape;
import org.atelier.options.OptionChecks;

/**
 * What {@link ResidualNetworks} are built with.
 *
 * @param generatorFilters feature maps of the generator's blocks
 * @param discriminatorFilters feature maps of the discriminator's blocks
 * @param attention the shorter side of the feature maps at which both networks have self-attention
 *     (SAGAN, arXiv:1805.08318); 0 for none
 */
public record ResidualBlocks(int generatorFilters, int discriminatorFilters, int attention) {
  /** Checks every number. */
  public ResidualBlocks {
    OptionChecks.atLeast(1, "generatorFilters", generatorFilters);
    OptionChecks.atLeast(1, "discriminatorFilters", discriminatorFilters);
    OptionChecks.atLeast(0, "attention", attention);
  }

  /** Blocks of so many feature maps, without attention. */
  public static ResidualBlocks of(int generatorFilters, int discriminatorFilters) {
    return new ResidualBlocks(generatorFilters, discriminatorFilters, 0);
  }

  /** The same with so many feature maps in the generator. */
  public ResidualBlocks withGeneratorFilters(int generatorFilters) {
    return new ResidualBlocks(generatorFilters, discriminatorFilters, attention);
  }

  /** The same with so many feature maps in the discriminator. */
  public ResidualBlocks withDiscriminatorFilters(int discriminatorFilters) {
    return new ResidualBlocks(generatorFilters, discriminatorFilters, attention);
  }

  /** The same with self-attention where feature maps have this shorter side; 0 for none. */
  public ResidualBlocks withAttention(int attention) {
    return new ResidualBlocks(generatorFilters, discriminatorFilters, attention);
  }

  /**
   * Checks that networks for such pictures have feature maps where attention shall be.
   *
   * @throws IllegalArgumentException if a side is no multiple of 4, or one of them has none
   */
  public void expectFits(PictureShape picture) {
    picture.expectMultiplesOf(4);
    List<Integer> sides =
        ResidualNetworks.discriminatorSides(picture).stream()
            .filter(ResidualNetworks.generatorSides(picture)::contains)
            .filter(side -> side > 1)
            .toList();
    if (attention != 0 && !sides.contains(attention)) {
      throw new IllegalArgumentException(
          "attention must be 0 or a side of feature maps that both networks have, %s for pictures of %d×%d, but was %d"
              .formatted(
                  sides.isEmpty() ? "of which there is none" : "one of " + sides,
                  picture.height(),
                  picture.width(),
                  attention));
    }
  }
}
