package org.atelier.data.source;

import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;

/**
 * Random augmentation of a picture: a random crop of a slightly larger picture, and a horizontal
 * flip.
 *
 * <p>The larger picture is obtained by resizing ({@code enlargeBy}; pix2pix resizes to 286 and
 * crops 256: {@code enlargeBy} 30), by reflection padding ({@code pad}; 4 is usual for pictures of
 * 32 pixels), or both.
 *
 * @param flip whether pictures are flipped horizontally with probability 0.5
 * @param pad the reflection padding at each side before the crop in pixels, at least 0
 * @param enlargeBy the pixels by which the resized height and width exceed those of the crop, at
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

  /** Returns no augmentation: no flip, no padding, no enlargement. */
  public static Augmentation none() {
    return NONE;
  }

  /** Returns {@link #none()}. */
  public static Augmentation defaults() {
    return NONE;
  }

  /** Returns a copy with random horizontal flips, or without. */
  public Augmentation withFlip(boolean flip) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /** Returns a copy with this reflection padding in pixels before the crop, at least 0. */
  public Augmentation withPad(int pad) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /** Returns a copy that resizes to this many pixels more than the crop, at least 0. */
  public Augmentation withEnlargeBy(int enlargeBy) {
    return new Augmentation(flip, pad, enlargeBy);
  }

  /**
   * Augments a picture. Three random numbers are always drawn (left, top, flip), so that enabling
   * flips does not change the crops.
   *
   * @param picture at least {@code height - 2 * pad} pixels high and {@code width - 2 * pad} wide;
   *     not changed
   * @param height the height of the result
   * @param width the width of the result
   * @param random the random numbers
   * @return the augmented picture of {@code height}×{@code width} pixels
   * @throws IllegalArgumentException if the picture is too small for the crop or the padding
   */
  public Picture apply(Picture picture, int height, int width, CounterRandom random) {
    int fullHeight = picture.height();
    int fullWidth = picture.width();
    if (fullHeight + 2L * pad < height
        || fullWidth + 2L * pad < width
        || Math.min(fullHeight, fullWidth) <= pad) {
      throw new IllegalArgumentException(
          "Cannot crop %s×%s pixels from %s×%s with a reflection padding of %s"
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
