package org.atelier.data;

/**
 * How pictures of any size become the square pictures of a batch: the largest square in the middle
 * is cut out, then scaled.
 *
 * @param size the width and height in pixels, at least 4
 * @param channels 1 (grey, by the luma weights of ITU-R BT.601) or 3 (RGB); an alpha channel is
 *     composited on white
 * @param enlarge whether a picture smaller than {@code size} is scaled up; if not, it is an error,
 *     because a model learns the blur
 * @param augmentation random changes, drawn anew in every epoch
 */
public record ImageOptions(int size, int channels, boolean enlarge, Augmentation augmentation) {
  /** Checks the values. */
  public ImageOptions {
    if (size < 4) {
      throw new IllegalArgumentException("size must be at least 4, but was " + size);
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, but was " + channels);
    }
    if (augmentation.pad() >= size) {
      throw new IllegalArgumentException(
          "augmentation mirrors %s pixels at every side, which must be less than the size %s"
              .formatted(augmentation.pad(), size));
    }
  }

  /** 64 pixels, RGB, nothing enlarged, nothing random. */
  public static ImageOptions defaults() {
    return new ImageOptions(64, 3, false, Augmentation.none());
  }

  /** With another width and height. */
  public ImageOptions withSize(int size) {
    return new ImageOptions(size, channels, enlarge, augmentation);
  }

  /** With another number of channels. */
  public ImageOptions withChannels(int channels) {
    return new ImageOptions(size, channels, enlarge, augmentation);
  }

  /** With small pictures scaled up, or refused. */
  public ImageOptions withEnlarge(boolean enlarge) {
    return new ImageOptions(size, channels, enlarge, augmentation);
  }

  /** With other random changes. */
  public ImageOptions withAugmentation(Augmentation augmentation) {
    return new ImageOptions(size, channels, enlarge, augmentation);
  }
}
