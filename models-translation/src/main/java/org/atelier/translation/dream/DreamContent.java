package org.atelier.translation.dream;

import org.atelier.image.Picture;
import org.jspecify.annotations.Nullable;

/**
 * A picture to be dreamt of.
 *
 * @param picture in [-1, 1], at least 16 pixels high and wide; grey is repeated to RGB, and alpha
 *     is composited on white
 * @param mask where to dream, as a grey picture of the same size: white (1) wholly, black (−1) not
 *     at all; null for everywhere
 * @param seed of jitter, tiles and views
 * @param progress is told how far it is
 */
public record DreamContent(
    Picture picture, @Nullable Picture mask, long seed, DreamProgress progress) {
  /** The least height and width of a picture in pixels. */
  public static final int LEAST = 16;

  /** Checks the sizes, and that the mask is not empty. */
  public DreamContent {
    if (Math.min(picture.height(), picture.width()) < LEAST) {
      throw new IllegalArgumentException(
          "Expected a picture of at least %s pixels in height and width, but got %s×%s"
              .formatted(LEAST, picture.height(), picture.width()));
    }
    if (mask != null) {
      if (mask.height() != picture.height() || mask.width() != picture.width()) {
        throw new IllegalArgumentException(
            "Expected a mask of the picture's size, %s×%s pixels (height × width), but got %s×%s; resize the mask"
                .formatted(picture.height(), picture.width(), mask.height(), mask.width()));
      }
      mask = mask.toGrey();
      boolean empty = true;
      for (float value : mask.values()) {
        empty &= !(value > -1);
      }
      if (empty) {
        throw new IllegalArgumentException(
            "The mask is black everywhere, so nothing would be dreamt of; paint white where to dream");
      }
    }
  }

  /** A picture without a mask, with seed 0. */
  public static DreamContent of(Picture picture) {
    return new DreamContent(picture, null, 0, DreamProgress.none());
  }

  /** Returns a copy with another picture. */
  public DreamContent withPicture(Picture picture) {
    return new DreamContent(picture, mask, seed, progress);
  }

  /** Returns a copy with this mask, or without. */
  public DreamContent withMask(@Nullable Picture mask) {
    return new DreamContent(picture, mask, seed, progress);
  }

  /** Returns a copy with another seed. */
  public DreamContent withSeed(long seed) {
    return new DreamContent(picture, mask, seed, progress);
  }

  /** Returns a copy with this listener. */
  public DreamContent withProgress(DreamProgress progress) {
    return new DreamContent(picture, mask, seed, progress);
  }
}
