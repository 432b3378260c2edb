package org.atelier.translation.style;

import org.atelier.image.Picture;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * A picture whose style is taken.
 *
 * @param picture RGB in [-1, 1]
 * @param share how much it counts among several styles, positive
 * @param regions its regions, each of which gives its style to the content's region of the same
 *     colour; null if it is one
 */
public record Style(Picture picture, double share, @Nullable Regions regions) {
  /** Checks the share, and that regions have the picture's size. */
  public Style {
    OptionChecks.positive("share", share);
    if (regions != null) {
      regions.requireSize("style", picture);
    }
    picture = picture.toRgb();
  }

  /** The style of a whole picture. */
  public static Style of(Picture picture) {
    return new Style(picture, 1, null);
  }
}
