package org.atelier.translation.style;

import org.atelier.image.Picture;

/**
 * One way to give a picture the style of others. The styles are given when it is created, and
 * whatever depends on them alone is computed once, so that a folder or a film of pictures is
 * restyled picture by picture.
 */
public interface StyleTransfer extends AutoCloseable {
  /**
   * Restyles a picture.
   *
   * @return an RGB picture in [-1, 1] of the size that the transfer's options say, mostly the
   *     content's
   * @throws IllegalArgumentException if the content does not suit, such as one that is too small,
   *     or will not fit into memory; the message says what would
   */
  Picture apply(StyleContent content);

  /** Restyles a picture of which there is nothing else to say. */
  default Picture apply(Picture content) {
    return apply(StyleContent.of(content));
  }

  @Override
  default void close() {}
}
