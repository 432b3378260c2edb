package org.atelier.data.source;

import java.io.IOException;
import org.atelier.data.BatchBuffer;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.random.CounterRandom;

/**
 * How pictures of any size become the pictures of a batch, which all have one shape: the largest
 * centre crop of the aspect ratio, resized bilinearly, then augmented.
 *
 * @param height in pixels, at least 4
 * @param width in pixels, at least 4
 * @param channels 1 (grey, by the luma weights of ITU-R BT.601) or 3 (RGB); an alpha channel is
 *     composited on white
 * @param enlarge whether a picture that is smaller than this is enlarged; otherwise it is an error,
 *     because a model would learn the blur
 * @param augmentation random changes, drawn anew in every epoch
 */
public record ImageOptions(
    int height, int width, int channels, boolean enlarge, Augmentation augmentation) {
  private static final int LEAST_SIDE = 4;

  /** Checks the values. */
  public ImageOptions {
    if (height < LEAST_SIDE || width < LEAST_SIDE) {
      throw new IllegalArgumentException(
          height == width
              ? "size must be at least 4, but was " + height
              : "height and width must be at least 4, but were %s and %s".formatted(height, width));
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, but was " + channels);
    }
    if (augmentation.pad() >= Math.min(height, width)) {
      throw new IllegalArgumentException(
          "augmentation pads %s mirrored pixels at every side, which must be less than the size %s"
              .formatted(augmentation.pad(), Math.min(height, width)));
    }
  }

  /** 64×64 pixels, RGB, no enlargement, no augmentation. */
  public static ImageOptions defaults() {
    return new ImageOptions(64, 64, 3, false, Augmentation.none());
  }

  /** Returns a copy with square pictures of this size in pixels: height and width in one. */
  public ImageOptions withSize(int size) {
    return new ImageOptions(size, size, channels, enlarge, augmentation);
  }

  /** Returns a copy with this height in pixels, at least 4. */
  public ImageOptions withHeight(int height) {
    return new ImageOptions(height, width, channels, enlarge, augmentation);
  }

  /** Returns a copy with this width in pixels, at least 4. */
  public ImageOptions withWidth(int width) {
    return new ImageOptions(height, width, channels, enlarge, augmentation);
  }

  /** Returns a copy with this number of channels, 1 (grey) or 3 (RGB). */
  public ImageOptions withChannels(int channels) {
    return new ImageOptions(height, width, channels, enlarge, augmentation);
  }

  /** Returns a copy that enlarges pictures which are too small, or refuses them. */
  public ImageOptions withEnlarge(boolean enlarge) {
    return new ImageOptions(height, width, channels, enlarge, augmentation);
  }

  /** Returns a copy with this augmentation. */
  public ImageOptions withAugmentation(Augmentation augmentation) {
    return new ImageOptions(height, width, channels, enlarge, augmentation);
  }

  /**
   * Brings a picture of any size and kind to the shape of a batch, and augments it.
   *
   * @param name of the picture in error messages
   * @param random decides the augmentation
   * @return {@code channels}×{@code height}×{@code width}, values in [-1, 1]
   * @throws IOException if the picture is too small and is not to be enlarged
   */
  public Picture apply(Picture picture, String name, CounterRandom random) throws IOException {
    if ((picture.height() < height || picture.width() < width) && !enlarge) {
      throw new IOException(
          ("%s is %s×%s pixels, smaller than the requested %s×%s: ask for a smaller size, remove"
                  + " it, or allow it with withEnlarge(true)")
              .formatted(name, picture.width(), picture.height(), width, height));
    }
    var shape =
        new PictureShape(
            channels, height + augmentation.enlargeBy(), width + augmentation.enlargeBy());
    return augmentation.apply(shape.fit(picture), height, width, random);
  }

  /** An empty buffer for {@code count} pictures of this shape. */
  public BatchBuffer buffer(int count) {
    return new BatchBuffer(count, channels, height, width);
  }

  /** These options as a part of the fingerprint of training data. */
  public String fingerprint() {
    String size =
        height == width ? "size=" + height : "height=%s, width=%s".formatted(height, width);
    return "ImageOptions[%s, channels=%s, enlarge=%s, augmentation=%s]"
        .formatted(size, channels, enlarge, augmentation);
  }
}
