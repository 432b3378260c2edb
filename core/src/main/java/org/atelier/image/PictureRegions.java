package org.atelier.image;

import java.util.function.UnaryOperator;

/**
 * A picture of which rectangles are read, so that only a part of it needs to be on the Java heap as
 * floats.
 */
public interface PictureRegions {
  /** Returns 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha). */
  int channels();

  /** Returns the height in pixels. */
  int height();

  /** Returns the width in pixels. */
  int width();

  /**
   * Returns {@code height}×{@code width} pixels, beginning at row {@code top}, column {@code left}.
   *
   * @throws IllegalArgumentException if the region exceeds the picture
   */
  Picture region(int top, int left, int height, int width);

  /** Returns all pixels. */
  default Picture whole() {
    return region(0, 0, height(), width());
  }

  /**
   * Returns {@code height}×{@code width} pixels of this picture, beginning at row {@code top},
   * column {@code left}, as a picture of its own.
   */
  default PictureRegions cropped(int top, int left, int height, int width) {
    return new CroppedRegions(this, top, left, height, width);
  }

  /**
   * Returns this picture with its pixels converted when they are read.
   *
   * @param conversion converts each pixel by itself, such as {@code Picture::toGrey}
   */
  default PictureRegions converted(UnaryOperator<Picture> conversion) {
    int channels = conversion.apply(region(0, 0, 1, 1)).channels();
    return new PaddedRegions(this, conversion, channels, height(), width());
  }

  /** Returns the regions of a picture that is on the heap. */
  static PictureRegions of(Picture picture) {
    return new PictureRegions() {
      @Override
      public int channels() {
        return picture.channels();
      }

      @Override
      public int height() {
        return picture.height();
      }

      @Override
      public int width() {
        return picture.width();
      }

      @Override
      public Picture region(int top, int left, int height, int width) {
        boolean all =
            top == 0 && left == 0 && height == picture.height() && width == picture.width();
        return all ? picture : picture.crop(top, left, height, width);
      }
    };
  }
}
