package org.atelier.image;

import java.util.function.IntUnaryOperator;

/**
 * What is seen of a picture before its tiles.
 *
 * @param side the longest side of the thumbnail
 * @param reach how far a pixel of the output depends on the input, in pixels
 * @param preparation makes the network of the tiles
 */
record Overview(int side, int reach, PictureTransform.Preparation preparation) {
  private static final int BLENDED = 16;

  /** Tiles whose blended parts depend on nothing outside. */
  Tiling tiling(Tiling wanted, int multiple) {
    int overlap = Math.max(wanted.overlap(), 2 * reach + BLENDED);
    overlap = (overlap + multiple - 1) / multiple * multiple;
    int least = (2 * overlap + 2 + multiple - 1) / multiple * multiple;
    return new Tiling(Math.max(wanted.side() / multiple * multiple, least), overlap);
  }

  Picture thumbnail(PictureRegions picture, IntUnaryOperator fill) {
    double scale = Math.min(1, (double) side / Math.max(picture.height(), picture.width()));
    return Resizer.BILINEAR.resize(
        picture,
        fill.applyAsInt((int) Math.round(picture.height() * scale)),
        fill.applyAsInt((int) Math.round(picture.width() * scale)));
  }
}
