package org.atelier.data;

import org.atelier.image.Picture;

/** How pictures are scaled. */
@FunctionalInterface
interface PictureResizer {
  /** The same picture with other dimensions, averaged (not skipped) where it shrinks. */
  Picture resize(Picture picture, int height, int width);
}
