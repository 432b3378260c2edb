package org.atelier.translation.style;

import org.atelier.image.Picture;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is restyled, and what may be known of it.
 *
 * @param picture RGB in [-1, 1]; with alpha, it is composited on white
 * @param regions its regions, if each gets a style of its own; null if it is one
 * @param previous of a film, the frame before and its result; null of a single picture
 * @param progress is told how far it is
 */
public record StyleContent(
    Picture picture,
    @Nullable Regions regions,
    @Nullable Previous previous,
    StyleProgress progress) {
  /**
   * The frame before in a film, from which the next frame starts so that what stands still does not
   * flicker.
   *
   * @param content the frame as it was
   * @param result its restyled picture
   */
  public record Previous(Picture content, Picture result) {}

  /** Converts the picture to RGB, and checks that regions have its size. */
  public StyleContent {
    if (regions != null) {
      regions.requireSize("content", picture);
    }
    picture = picture.toRgb();
  }

  /** A single picture without regions. */
  public static StyleContent of(Picture picture) {
    return new StyleContent(picture, null, null, StyleProgress.none());
  }

  /** Returns a copy with these regions. */
  public StyleContent withRegions(@Nullable Regions regions) {
    return new StyleContent(picture, regions, previous, progress);
  }

  /** Returns a copy that follows this frame. */
  public StyleContent withPrevious(@Nullable Previous previous) {
    return new StyleContent(picture, regions, previous, progress);
  }

  /** Returns a copy with this listener. */
  public StyleContent withProgress(StyleProgress progress) {
    return new StyleContent(picture, regions, previous, progress);
  }
}
