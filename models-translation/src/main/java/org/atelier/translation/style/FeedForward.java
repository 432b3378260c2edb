package org.atelier.translation.style;

import org.atelier.image.Picture;
import org.atelier.image.PictureTransform;

/**
 * A transfer that is one pass of a network, and gives the whole picture one style.
 *
 * @param transform runs the network on pictures of any size
 */
public record FeedForward(PictureTransform transform) implements StyleTransfer {
  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the content has regions
   */
  @Override
  public Picture apply(StyleContent content) {
    if (content.regions() != null) {
      throw new IllegalArgumentException(
          "A feed-forward network gives the whole picture one style; leave the mask out, or choose another method");
    }
    Picture result = transform.apply(content.picture()).clamped();
    content.progress().step(1, 1, () -> result);
    return result;
  }
}
