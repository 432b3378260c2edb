package org.atelier.data;

import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;

/**
 * Random changes of a picture: a crop from a somewhat larger picture, and a horizontal flip.
 *
 * <p>The larger picture comes from scaling ({@code enlargeBy}; pix2pix scales to 286 and crops 256:
 * {@code enlargeBy} 30), from mirrored borders ({@code pad}; the custom for pictures of 32 pixels
 * is 4), or from both.
 *
 * @param flip whether half of the pictures are mirrored left to right
 * @param pad pixels mirrored at each of the four sides before the crop, at least 0
 * @param enlargeBy pixels that the picture is scaled beyond the wanted size before the crop, at
 *     least 0
 */
public record Augmentation(boolean flip, int pad, int enlargeBy) {
  private static final Augmentation NONE = new Augmentation(false, 0, 0);

  /** Checks the values. */
  public Augmentation {
    if (pad < 0) {
      throw new IllegalArgumentException("pad must be at least 0, but was " + pad);
    }
    if (enlargeBy < 0) {
      throw new IllegalArgumentException("enlargeBy must be at least 0, but was " + enlargeBy);
    }
  }

  /** Nothing random. */
  public static Augmentation none() {
    return NONE;
  }

  /** The same as {@link #none()}. */
  public static Augmentation defaults() {
    return NONE;
  }

  /** With or without flips. */
  public Augmentation withFlip(boolean flip) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /** With another mirrored border. */
  public Augmentation withPad(int pad) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /** With another scale before the crop. */
  public Augmentation withEnlargeBy(int enlargeBy) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /**
   * One random version of a picture: a function of the picture and of the generator's state alone.
   * Three numbers are always drawn (left, top, flip), so flips do not change the crops.
   *
   * @param picture at least {@code size - 2 * pad} pixels wide and high; not changed
   * @param size the width and height of the result
   * @throws IllegalArgumentException if the picture is too small for the crop or for the border
   */
  public Picture apply(Picture picture, int size, CounterRandom random) {
    int height = picture.height();
    int width = picture.width();
    int smallest = Math.min(height, width);
    if (smallest + 2L * pad < size || smallest <= pad) {
      throw new IllegalArgumentException(
          "Cannot crop %s×%s pixels out of %s×%s with a mirrored border of %s"
              .formatted(size, size, width, height, pad));
    }
    int left = random.nextInt(width + 2 * pad - size + 1) - pad;
    int top = random.nextInt(height + 2 * pad - size + 1) - pad;
    boolean mirror = random.nextBoolean() && flip;
    if (!mirror && left == 0 && top == 0 && height == size && width == size) {
      return picture;
    }
    var columns = new int[size];
    for (int x = 0; x < size; x++) {
      columns[x] = reflect(left + (mirror ? size - 1 - x : x), width);
    }
    var values = new float[picture.channels() * size * size];
    int to = 0;
    for (int c = 0; c < picture.channels(); c++) {
      for (int y = 0; y < size; y++) {
        int row = (c * height + reflect(top + y, height)) * width;
        for (int x = 0; x < size; x++) {
          values[to++] = picture.values()[row + columns[x]];
        }
      }
    }
    return new Picture(picture.channels(), size, size, values);
  }

  /** A mirror whose axis is the outermost pixel, which is not repeated: -1 becomes 1. */
  private static int reflect(int i, int length) {
    if (i < 0) {
      return -i;
    }
    return i < length ? i : 2 * (length - 1) - i;
  }
}
