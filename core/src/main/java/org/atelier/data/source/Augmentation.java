package org.atelier.data.source;

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
 * @param enlargeBy pixels that the picture's height and width are scaled beyond the wanted ones
 *     before the crop, at least 0
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

  /** Returns a copy with random horizontal flips, or without. */
  public Augmentation withFlip(boolean flip) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /** Returns a copy with this many mirrored pixels at each side before the crop, at least 0. */
  public Augmentation withPad(int pad) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /**
   * Returns a copy that resizes to this many pixels more than wanted before the crop, at least 0.
   */
  public Augmentation withEnlargeBy(int enlargeBy) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /**
   * One random version of a picture: a function of the picture and of the generator's state alone.
   * Three numbers are always drawn (left, top, flip), so flips do not change the crops.
   *
   * @param picture at least {@code height - 2 * pad} pixels high and {@code width - 2 * pad} wide;
   *     not changed
   * @param height of the result
   * @param width of the result
   * @throws IllegalArgumentException if the picture is too small for the crop or for the border
   */
  public Picture apply(Picture picture, int height, int width, CounterRandom random) {
    int fullHeight = picture.height();
    int fullWidth = picture.width();
    if (fullHeight + 2L * pad < height
        || fullWidth + 2L * pad < width
        || Math.min(fullHeight, fullWidth) <= pad) {
      throw new IllegalArgumentException(
          "Cannot crop %s×%s pixels out of %s×%s with a mirrored border of %s"
              .formatted(width, height, fullWidth, fullHeight, pad));
    }
    int left = random.nextInt(fullWidth + 2 * pad - width + 1) - pad;
    int top = random.nextInt(fullHeight + 2 * pad - height + 1) - pad;
    boolean mirror = random.nextBoolean() && flip;
    if (!mirror && left == 0 && top == 0 && fullHeight == height && fullWidth == width) {
      return picture;
    }
    Picture crop = picture.cropReflected(top, left, height, width);
    return mirror ? crop.flipped() : crop;
  }
}
