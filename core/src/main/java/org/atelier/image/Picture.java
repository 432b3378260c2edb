package org.atelier.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.atelier.engine.HostValues;

/**
 * A decoded picture on the Java heap.
 *
 * @param channels 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGB, alpha, not premultiplied)
 * @param height the height in pixels
 * @param width the width in pixels
 * @param values float32 in [-1, 1], C·H·W values in the order (C, H, W), row-major; not copied
 */
public record Picture(int channels, int height, int width, float[] values) {
  /** Checks that the number of values is C·H·W. */
  public Picture {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A picture needs at least one channel and one pixel, but was %s×%s×%s"
              .formatted(channels, height, width));
    }
    if (values.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          "Expected %s values (%s×%s×%s), but got %s"
              .formatted((long) channels * height * width, channels, height, width, values.length));
    }
  }

  /**
   * Copies an engine array of any device and memory layout to the Java heap.
   *
   * @param chw (C, H, W) with 1 to 4 channels, any real data type, in [-1, 1]
   */
  public static Picture of(NDArray chw) {
    var shape = chw.getShape();
    if (shape.dimension() != 3) {
      throw new IllegalArgumentException(
          "Expected one picture as (C, H, W), but got an array of shape %s; use Pictures.fromBatch for (N, C, H, W)"
              .formatted(shape));
    }
    return new Picture(
        Math.toIntExact(shape.get(0)),
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(2)),
        toFloats(chw));
  }

  /** Copies this picture to the engine: (C, H, W), float32, attached to {@code manager}. */
  public NDArray toArray(NDManager manager) {
    return HostValues.toArray(manager, values, new Shape(channels, height, width));
  }

  /** Returns whether the last channel is alpha. */
  public boolean hasAlpha() {
    return channels == 2 || channels == 4;
  }

  /**
   * Composites this picture on a uniform background, which removes alpha. Blends the gamma-encoded
   * values, as browsers and other libraries do.
   *
   * @param background in [-1, 1] (-1 is black, 1 white): one value, or one for each colour channel
   * @return a picture of 1 or 3 channels; this picture itself if it has no alpha
   */
  public Picture over(float... background) {
    if (!hasAlpha()) {
      return this;
    }
    int colours = channels - 1;
    if (background.length != 1 && background.length != colours) {
      throw new IllegalArgumentException(
          "Expected a background of 1 or %s values, but got %s"
              .formatted(colours, background.length));
    }
    int plane = height * width;
    var result = new float[colours * plane];
    for (int c = 0; c < colours; c++) {
      float behind = background[background.length == 1 ? 0 : c];
      for (int i = 0; i < plane; i++) {
        float alpha = Math.min(1, Math.max(0, (values[colours * plane + i] + 1) / 2));
        result[c * plane + i] = alpha * values[c * plane + i] + (1 - alpha) * behind;
      }
    }
    return new Picture(colours, height, width, result);
  }

  /**
   * Converts to grey or RGB; alpha is composited on white.
   *
   * @param channels 1 (as {@link #toGrey()}) or 3 (as {@link #toRgb()})
   * @throws IllegalArgumentException if {@code channels} is another number
   */
  public Picture withChannels(int channels) {
    return switch (channels) {
      case 1 -> toGrey();
      case 3 -> toRgb();
      default ->
          throw new IllegalArgumentException(
              "channels must be 1 (grey) or 3 (RGB), but was " + channels);
    };
  }

  /** Converts to RGB, (3, H, W): grey is repeated, alpha is composited on white. */
  public Picture toRgb() {
    var opaque = over(1);
    if (opaque.channels == 3) {
      return opaque;
    }
    opaque.requireChannels(1);
    var rgb = new float[3 * opaque.values.length];
    for (int c = 0; c < 3; c++) {
      System.arraycopy(opaque.values, 0, rgb, c * opaque.values.length, opaque.values.length);
    }
    return new Picture(3, height, width, rgb);
  }

  /**
   * Converts to grey, (1, H, W): the luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B of the
   * gamma-encoded values, as Pillow's mode "L" and torchvision's grayscale compute it; alpha is
   * composited on white.
   */
  public Picture toGrey() {
    var opaque = over(1);
    if (opaque.channels == 1) {
      return opaque;
    }
    opaque.requireChannels(3);
    int plane = height * width;
    var rgb = opaque.values;
    var grey = new float[plane];
    for (int i = 0; i < plane; i++) {
      grey[i] = .299f * rgb[i] + .587f * rgb[plane + i] + .114f * rgb[2 * plane + i];
    }
    return new Picture(1, height, width, grey);
  }

  /** Clamps the values to [-1, 1], which bicubic resizing and networks may exceed; NaN is kept. */
  public Picture clamped() {
    var result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.min(1, Math.max(-1, values[i]));
    }
    return new Picture(channels, height, width, result);
  }

  /**
   * Crops {@code height}×{@code width} pixels, beginning at row {@code top}, column {@code left}.
   */
  public Picture crop(int top, int left, int height, int width) {
    if (top < 0
        || left < 0
        || height < 1
        || width < 1
        || height > this.height - top
        || width > this.width - left) {
      throw new IllegalArgumentException(
          "A crop of %s×%s pixels at row %s, column %s exceeds the picture of %s×%s pixels"
              .formatted(height, width, top, left, this.height, this.width));
    }
    var part = new float[channels * height * width];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        int from = (c * this.height + top + y) * this.width + left;
        System.arraycopy(values, from, part, (c * height + y) * width, width);
      }
    }
    return new Picture(channels, height, width, part);
  }

  /**
   * Crops {@code height}×{@code width} pixels, beginning at row {@code top}, column {@code left}.
   * The crop may extend beyond the picture, which is padded by reflection: index -1 reads index 1,
   * so the border pixel is not repeated, as in PyTorch's {@code reflect} padding.
   */
  public Picture cropReflected(int top, int left, int height, int width) {
    var columns = new int[width];
    for (int x = 0; x < width; x++) {
      columns[x] = reflect(left + x, this.width);
    }
    var part = new float[Math.multiplyExact(channels, Math.multiplyExact(height, width))];
    int to = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        int row = (c * this.height + reflect(top + y, this.height)) * this.width;
        for (int x = 0; x < width; x++) {
          part[to++] = values[row + columns[x]];
        }
      }
    }
    return new Picture(channels, height, width, part);
  }

  /** Reflects an index; periodic, so that the padding may exceed the picture. */
  static int reflect(int at, int length) {
    int period = Math.max(1, 2 * (length - 1));
    int within = Math.floorMod(at, period);
    return within < length ? within : period - within;
  }

  /** Flips this picture horizontally. */
  public Picture flipped() {
    var mirrored = new float[values.length];
    for (int i = 0; i < values.length; i += width) {
      for (int x = 0; x < width; x++) {
        mirrored[i + x] = values[i + width - 1 - x];
      }
    }
    return new Picture(channels, height, width, mirrored);
  }

  /**
   * Pads this picture with a constant.
   *
   * @param margin the number of pixels added at each of the four sides, at least 0
   * @param value the value of the padding in all channels, in [-1, 1]
   */
  public Picture padded(int margin, float value) {
    int paddedHeight = height + 2 * margin;
    int paddedWidth = width + 2 * margin;
    var padded = new float[channels * paddedHeight * paddedWidth];
    Arrays.fill(padded, value);
    for (int row = 0; row < channels * height; row++) {
      int y = row / height * paddedHeight + margin + row % height;
      System.arraycopy(values, row * width, padded, y * paddedWidth + margin, width);
    }
    return new Picture(channels, paddedHeight, paddedWidth, padded);
  }

  /** Returns the values in row-major order for arrays of any strides, copied to the host. */
  static float[] toFloats(NDArray array) {
    if (array.getDataType() == DataType.FLOAT32) {
      return array.toFloatArray();
    }
    try (var floats = array.toType(DataType.FLOAT32, true)) {
      return floats.toFloatArray();
    }
  }

  private void requireChannels(int expected) {
    if (channels != expected) {
      throw new IllegalArgumentException(
          "Expected grey, RGB or either with alpha (1 to 4 channels), but the picture has "
              + channels
              + " channels");
    }
  }

  /** Returns the size alone: there may be millions of values. */
  @Override
  public String toString() {
    return "Picture[%s×%s×%s]".formatted(channels, height, width);
  }

  /** Returns whether the sizes and all values are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Picture that
        && channels == that.channels
        && height == that.height
        && width == that.width
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * channels + height) + width) + Arrays.hashCode(values);
  }
}
