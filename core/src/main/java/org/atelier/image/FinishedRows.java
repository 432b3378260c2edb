package org.atelier.image;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a network's output as the rows of a result: of the picture's size, with its alpha.
 */
final class FinishedRows implements PictureRows {
  private final PictureRows made;
  private final PictureRegions original;
  private final boolean keepsAlpha;
  private final int height;
  private final int width;
  private final int left;
  private int skipped;
  private int row;

  private FinishedRows(PictureRows made, PictureRegions original, int height, int width) {
    this.made = made;
    this.original = original;
    this.height = height;
    this.width = width;
    skipped = (made.height() - height) / 2;
    left = (made.width() - width) / 2;
    keepsAlpha =
        original.channels() % 2 == 0 && original.height() == height && original.width() == width;
  }

  /**
   * Centre-crops an output to the original's size, clamps it and adds the original's alpha.
   *
   * @param made at least as large as the original at both sides
   */
  static PictureRows cropped(PictureRows made, PictureRegions original) {
    return new FinishedRows(made, original, original.height(), original.width());
  }

  /** Clamps an output and adds the original's alpha if their sizes are equal. */
  static PictureRows uncropped(PictureRows made, PictureRegions original) {
    return new FinishedRows(made, original, made.height(), made.width());
  }

  /** Composites rows with alpha on white. */
  static PictureRows opaque(PictureRows rows) {
    if (rows.channels() % 2 == 1) {
      return rows;
    }
    return new PictureRows() {
      @Override
      public int channels() {
        return rows.channels() - 1;
      }

      @Override
      public int height() {
        return rows.height();
      }

      @Override
      public int width() {
        return rows.width();
      }

      @Override
      public Picture next() {
        return rows.next().over(1);
      }
    };
  }

  @Override
  public int channels() {
    return made.channels() + (keepsAlpha ? 1 : 0);
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Picture next() {
    Picture part = made.next();
    while (skipped >= part.height()) {
      skipped -= part.height();
      part = made.next();
    }
    int count = Math.min(part.height() - skipped, height - row);
    if (skipped > 0 || count < part.height() || width < part.width()) {
      part = part.crop(skipped, left, count, width);
    }
    skipped = 0;
    Picture behind = keepsAlpha ? original.region(row, 0, count, width) : null;
    row += count;
    return finish(part, behind);
  }

  /**
   * Clamps an output and adds the alpha of a picture, with colours that composited on white equal
   * the output.
   *
   * @param original of the output's size, with alpha; null to add none
   */
  static Picture finish(Picture output, @Nullable Picture original) {
    Picture made = output.clamped();
    if (original == null) {
      return made;
    }
    int plane = made.height() * made.width();
    int colours = made.channels();
    var values = new float[(colours + 1) * plane];
    int alphaAt = (original.channels() - 1) * plane;
    for (int i = 0; i < plane; i++) {
      float alpha = (original.values()[alphaAt + i] + 1) / 2;
      for (int c = 0; c < colours; c++) {
        float value = made.values()[c * plane + i];
        values[c * plane + i] =
            alpha <= 0 ? value : Math.max(-1, Math.min(1, (value - (1 - alpha)) / alpha));
      }
      values[colours * plane + i] = original.values()[alphaAt + i];
    }
    return new Picture(colours + 1, made.height(), made.width(), values);
  }
}
