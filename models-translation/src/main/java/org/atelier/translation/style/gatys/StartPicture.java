package org.atelier.translation.style.gatys;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
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
    try (NDManager scratch = NDManager.newBaseManager()) {
      return Gradients.withoutRecording(
          () -> {
            var moments = new ArrayList<ColourTransfer.Moments>();
            var shares = new ArrayList<Double>();
            for (Style style : styles) {
              moments.add(ColourTransfer.Moments.of(array(style.picture(), scratch)));
              shares.add(style.share());
            }
            NDArray mapped =
                ColourTransfer.transport(
                    array(picture, scratch), ColourTransfer.Moments.mixed(moments, shares));
            return Picture.of(mapped.squeeze(0)).clamped();
          });
    }
  }

  private static NDArray array(Picture picture, NDManager owner) {
    return HostValues.toArray(
        owner, picture.values(), new Shape(1, 3, picture.height(), picture.width()));
  }
}
