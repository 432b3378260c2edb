package org.atelier.data;

import java.io.IOException;
import java.util.Arrays;
import org.atelier.image.Picture;
import org.atelier.image.Resizer;
import org.atelier.random.CounterRandom;

/** Brings a picture of any shape into the square frame of a batch. */
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
    int shorter = Math.min(picture.height(), picture.width());
    if (shorter < options.size() && !options.enlarge()) {
      throw new IOException(
          ("%s is %s×%s pixels, smaller than the requested %s×%s: ask for a smaller size, remove"
                  + " it, or allow it with withEnlarge(true)")
              .formatted(name, picture.width(), picture.height(), options.size(), options.size()));
    }
    var augmentation = options.augmentation();
    var framed = toChannels(picture, options.channels());
    framed = Resizer.centreCrop(framed, shorter, shorter);
    framed = resize(framed, options.size() + augmentation.enlargeBy());
    return augmentation.apply(framed, options.size(), random);
  }

  /** Grey or RGB; alpha is composited on white (+1). */
  static Picture toChannels(Picture picture, int channels) {
    return channels == 1 ? picture.toGrey() : picture.toRgb();
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

  private static Picture resize(Picture square, int size) {
    // Bilinear: bicubic overshoots the range of pictures, this by rounding alone.
    return square.height() == size ? square : Resizer.BILINEAR.resize(square, size, size).clamped();
  }
}
