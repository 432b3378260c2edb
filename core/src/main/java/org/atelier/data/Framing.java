package org.atelier.data;

import java.io.IOException;
import java.util.Arrays;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;

/** Brings a picture of any shape into the square frame of a batch. */
final class Framing {
  // MERGE: use Resizer (one antialiased resize of a picture to height × width).
  private static final PictureResizer RESIZER = new TriangleResizer();

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
    framed =
        crop(
            framed,
            (framed.height() - shorter) / 2,
            (framed.width() - shorter) / 2,
            shorter,
            shorter);
    framed = resize(framed, options.size() + augmentation.enlargeBy());
    return augmentation.apply(framed, options.size(), random);
  }

  /** Grey or RGB; alpha is composited on white (+1). */
  static Picture toChannels(Picture picture, int channels) {
    int pixels = picture.height() * picture.width();
    boolean alpha = picture.channels() % 2 == 0;
    int colours = picture.channels() - (alpha ? 1 : 0);
    if (!alpha && colours == channels) {
      return picture;
    }
    float[] from = picture.values();
    var values = new float[channels * pixels];
    for (int i = 0; i < pixels; i++) {
      float opacity = alpha ? (from[colours * pixels + i] + 1) / 2 : 1;
      float white = 1 - opacity;
      if (channels == 1 && colours == 3) {
        float luma = .299f * from[i] + .587f * from[pixels + i] + .114f * from[2 * pixels + i];
        values[i] = luma * opacity + white;
      } else {
        for (int c = 0; c < channels; c++) {
          values[c * pixels + i] = from[Math.min(c, colours - 1) * pixels + i] * opacity + white;
        }
      }
    }
    return new Picture(channels, picture.height(), picture.width(), values);
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

  private static Picture crop(Picture picture, int top, int left, int height, int width) {
    if (height == picture.height() && width == picture.width()) {
      return picture;
    }
    var values = new float[picture.channels() * height * width];
    for (int row = 0; row < picture.channels() * height; row++) {
      int channel = row / height;
      int y = row % height + top;
      System.arraycopy(
          picture.values(),
          (channel * picture.height() + y) * picture.width() + left,
          values,
          row * width,
          width);
    }
    return new Picture(picture.channels(), height, width, values);
  }

  private static Picture resize(Picture square, int size) {
    return square.height() == size ? square : RESIZER.resize(square, size, size);
  }
}
