package org.atelier.image;

/** A rectangle of a picture that is read in regions. */
record CroppedRegions(PictureRegions all, int top, int left, int height, int width)
    implements PictureRegions {
  CroppedRegions {
    requireWithin(top, left, height, width, all.height(), all.width());
  }

  @Override
  public int channels() {
    return all.channels();
  }

  @Override
  public Picture region(int top, int left, int height, int width) {
    requireWithin(top, left, height, width, this.height, this.width);
    return all.region(this.top + top, this.left + left, height, width);
  }

  /** Refuses a region that exceeds a picture. */
  static void requireWithin(int top, int left, int height, int width, int allHeight, int allWidth) {
    if (top < 0
        || left < 0
        || height < 1
        || width < 1
        || height > allHeight - top
        || width > allWidth - left) {
      throw new IllegalArgumentException(
          "A region of %s×%s pixels at row %s, column %s exceeds the picture of %s×%s pixels"
              .formatted(height, width, top, left, allHeight, allWidth));
    }
  }
}
