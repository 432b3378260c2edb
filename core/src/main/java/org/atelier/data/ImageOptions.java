package org.atelier.data;

/**
 * How pictures of any size become the pictures of a batch, which all have one size: the largest
 * part in the middle with the wanted aspect is cut out, then scaled.
 *
 * @param height in pixels, at least 4
 * @param width in pixels, at least 4
 * @param channels 1 (grey, by the luma weights of ITU-R BT.601) or 3 (RGB); an alpha channel is
 *     composited on white
 * @param enlarge whether a picture that is less high or less wide is scaled up; if not, it is an
 *     error, because a model learns the blur
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
          "augmentation mirrors %s pixels at every side, which must be less than the size %s"
              .formatted(augmentation.pad(), Math.min(height, width)));
    }
  }

  /** 64×64 pixels, RGB, nothing enlarged, nothing random. */
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

  /** Part of the data's fingerprint: never to change for what runs have recorded. */
  String fingerprint() {
    String size =
        height == width ? "size=" + height : "height=%s, width=%s".formatted(height, width);
    return "ImageOptions[%s, channels=%s, enlarge=%s, augmentation=%s]"
        .formatted(size, channels, enlarge, augmentation);
  }
}
