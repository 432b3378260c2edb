package org.atelier.data;

import java.io.IOException;
import java.util.Arrays;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.random.CounterRandom;

/** Brings a picture of any shape into the frame of a batch. */
final class Framing {
  private Framing() {}

  /**
   * The picture with the options' size and channels, augmented.
   *
   * @param name what an error message calls the picture
   * @throws IOException if the picture is too small
   */
  static Picture frame(Picture picture, String name, ImageOptions options, CounterRandom random)
      throws IOException {
    int height = options.height();
    int width = options.width();
    if ((picture.height() < height || picture.width() < width) && !options.enlarge()) {
      throw new IOException(
          ("%s is %s×%s pixels, smaller than the requested %s×%s: ask for a smaller size, remove"
                  + " it, or allow it with withEnlarge(true)")
              .formatted(name, picture.width(), picture.height(), width, height));
    }
    var augmentation = options.augmentation();
    int scaledHeight = height + augmentation.enlargeBy();
    int scaledWidth = width + augmentation.enlargeBy();
    var scaled = new PictureShape(options.channels(), scaledHeight, scaledWidth);
    return augmentation.apply(scaled.fit(picture), height, width, random);
  }

  /** The picture in the middle of a larger one. */
  static Picture pad(Picture picture, int margin, float value) {
    int height = picture.height() + 2 * margin;
    int width = picture.width() + 2 * margin;
    var values = new float[picture.channels() * height * width];
    Arrays.fill(values, value);
    for (int row = 0; row < picture.channels() * picture.height(); row++) {
      int channel = row / picture.height();
      int y = row % picture.height() + margin;
      System.arraycopy(
          picture.values(),
          row * picture.width(),
          values,
          (channel * height + y) * width + margin,
          picture.width());
    }
    return new Picture(picture.channels(), height, width, values);
  }
}
