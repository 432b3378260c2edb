package org.atelier.translation.dream;

import org.atelier.image.Picture;

/** Dreams of pictures, by one of the two ways: {@link ClassicDream}, {@link FourierDream}. */
public interface Dreamer {
  /**
   * Dreams of a picture.
   *
   * @return a picture in [-1, 1] of the same size, RGB (grey, if the network's input is)
   * @throws IllegalArgumentException if the objective does not suit the network or the picture
   * @throws IllegalStateException if the objective has no gradient at all, as that of a dead
   *     channel, or is not finite
   */
  Picture apply(DreamContent content);

  /** Dreams of a picture of which there is nothing else to say. */
  default Picture apply(Picture picture) {
    return apply(DreamContent.of(picture));
  }
}
