package org.atelier.translation.style.gatys;

import ai.djl.Device;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.ColourTransfer;
import org.atelier.translation.style.Style;

/**
 * Makes the picture with which an optimisation begins.
 *
 * @param styles whose colours it may take
 * @param seed of its noise
 */
record StartPicture(List<Style> styles, long seed) {
  /** Of the range [-1, 1]: 1/255 of [0, 1]. */
  private static final double FAINT = 2 / 255.0;

  private static final double STRONG = 0.4;

  /** Makes a picture (3, H, W) in [-1, 1] from the content, which has its size. */
  Picture of(StyleStart start, Picture content) {
    return switch (start) {
      case CONTENT -> content;
      case RECOLOURED -> recoloured(content);
      case GREY -> noise(content, FAINT);
      case NOISE -> noise(content, STRONG).clamped();
      case STYLE_STATISTICS -> recoloured(noise(content, STRONG));
    };
  }

  private Picture noise(Picture content, double deviation) {
    float[] values = CounterRandom.of(seed, "style start").gaussians(content.values().length);
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) deviation;
    }
    return new Picture(3, content.height(), content.width(), values);
  }

  /** Gives a picture the mean and covariance of the styles' colours. */
  Picture recoloured(Picture picture) {
    return ColourTransfer.inColoursOf(picture, styles, Device.cpu());
  }
}
