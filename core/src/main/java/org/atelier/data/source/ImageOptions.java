package org.atelier.data.source;

import java.io.IOException;
import org.atelier.data.BatchBuffer;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.random.CounterRandom;

/**
 * How pictures of any size are preprocessed to the shape of a batch: the largest centre crop of the
 * aspect ratio, bilinear resizing with antialiasing, then augmentation.
 *
 * @param height the height in pixels, at least 4
 * @param width the width in pixels, at least 4
 * @param channels 1 (grey, by the luma weights of ITU-R BT.601) or 3 (RGB); an alpha channel is
 *     composited on white
 * @param enlarge whether smaller pictures are enlarged; otherwise they are an error, because a
 *     model would learn the blur
 * @param augmentation random augmentation, drawn anew in every epoch
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
          "the augmentation's reflection padding is %s pixels, but must be less than the size %s"
              .formatted(augmentation.pad(), Math.min(height, width)));
    }
  }

  /** Returns 64×64 pixels, RGB, without enlargement and augmentation. */
  public static ImageOptions defaults() {
    return new ImageOptions(64, 64, 3, false, Augmentation.none());
  }

  /** Returns a copy with this height and width in pixels, at least 4. */
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

  /** Returns a copy that enlarges pictures that are too small, or rejects them. */
  public ImageOptions withEnlarge(boolean enlarge) {
    return new ImageOptions(height, width, channels, enlarge, augmentation);
  }

  /** Returns a copy with this augmentation. */
  public ImageOptions withAugmentation(Augmentation augmentation) {
    return new ImageOptions(height, width, channels, enlarge, augmentation);
  }

  /**
   * Preprocesses a picture of any size and number of channels to the shape of a batch, and augments
   * it.
   *
   * @param name the picture's name for messages
   * @param random the random numbers of the augmentation
   * @return (channels, height, width), values in [-1, 1]
   * @throws IOException if the picture is too small and {@code enlarge} is false
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

  /** Creates an empty buffer for {@code count} pictures of this shape. */
  public BatchBuffer buffer(int count) {
    return new BatchBuffer(count, channels, height, width);
  }

  /** Returns these options as a part of the fingerprint of training data. */
  public String fingerprint() {
    String size =
        height == width ? "size=" + height : "height=%s, width=%s".formatted(height, width);
    return "ImageOptions[%s, channels=%s, enlarge=%s, augmentation=%s]"
        .formatted(size, channels, enlarge, augmentation);
  }
}
