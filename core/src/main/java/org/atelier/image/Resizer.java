package org.atelier.image;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Resizes pictures with antialiasing: when downscaling, the kernel is widened by the scale factor,
 * so that every input pixel contributes.
 *
 * <p>Equals PyTorch's {@code interpolate(antialias=True, align_corners=False)} and Pillow's {@code
 * resize}, in float32 without rounding to bytes. Colours are premultiplied by alpha, so that the
 * colours of transparent pixels do not bleed.
 */
public enum Resizer {
  /** The bilinear (triangle) kernel over 2 pixels; the result stays in the range of the input. */
  BILINEAR(1, x -> Math.max(0, 1 - Math.abs(x))),

  /**
   * Keys' cubic kernel over 4 pixels with a = -0.5. Sharper, but overshoots at edges, so that
   * values may exceed [-1, 1] (see {@link Picture#clamped}).
   */
  BICUBIC(2, Resizer::cubic);

  private final double support;
  private final DoubleUnaryOperator kernel;

  Resizer(double support, DoubleUnaryOperator kernel) {
    this.support = support;
    this.kernel = kernel;
  }

  /** Resizes to {@code height}×{@code width} pixels, without keeping the aspect ratio. */
  public Picture resize(Picture picture, int height, int width) {
    requireSize(height, width);
    if (picture.height() == height && picture.width() == width) {
      return picture;
    }
    var source = picture.hasAlpha() ? multiplyByAlpha(picture) : picture;
    var result =
        resizeRows(
            resizeColumns(source, taps(picture.width(), width)), taps(picture.height(), height));
    return picture.hasAlpha() ? divideByAlpha(result) : result;
  }

  /**
   * Resizes a picture that is read in regions, some rows at a time, to {@code height}×{@code width}
   * pixels; the result is that of {@link #resize(Picture, int, int)}.
   *
   * @throws IllegalArgumentException if {@code height}×{@code width} pixels, or the picture's
   *     height with {@code width}, are more than an array can have
   */
  public Picture resize(PictureRegions source, int height, int width) {
    requireSize(height, width);
    if (source.height() == height && source.width() == width) {
      return source.whole();
    }
    long longest = (long) source.channels() * Math.max(height, source.height()) * width;
    if (longest > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "A picture of %s×%s pixels cannot be resized to %s×%s; crop it first"
              .formatted(source.height(), source.width(), height, width));
    }
    boolean alpha = source.channels() % 2 == 0;
    var taps = taps(source.width(), width);
    PictureRows rows = PictureRows.of(source);
    int plane = source.height() * width;
    var narrow = new float[source.channels() * plane];
    for (int top = 0; top < source.height(); ) {
      Picture part = rows.next();
      Picture resized = resizeColumns(alpha ? multiplyByAlpha(part) : part, taps);
      int size = part.height() * width;
      for (int c = 0; c < source.channels(); c++) {
        System.arraycopy(resized.values(), c * size, narrow, c * plane + top * width, size);
      }
      top += part.height();
    }
    var result =
        resizeRows(
            new Picture(source.channels(), source.height(), width, narrow),
            taps(source.height(), height));
    return alpha ? divideByAlpha(result) : result;
  }

  /**
   * Returns the picture that {@link #resize(Picture, int, int)} would make, clamped to [-1, 1]; its
   * regions are computed when they are asked for.
   */
  public PictureRegions resizing(PictureRegions source, int height, int width) {
    requireSize(height, width);
    return new Resized(
        source, taps(source.height(), height), taps(source.width(), width), height, width);
  }

  /** A picture that is resized in regions. */
  private record Resized(PictureRegions source, Taps rows, Taps columns, int height, int width)
      implements PictureRegions {
    @Override
    public int channels() {
      return source.channels();
    }

    @Override
    public Picture region(int top, int left, int height, int width) {
      var rowTaps = rows.part(top, height);
      var columnTaps = columns.part(left, width);
      int firstRow = rows.first[top];
      int firstColumn = columns.first[left];
      Picture from = source.region(firstRow, firstColumn, rowTaps.inputs(), columnTaps.inputs());
      if (this.height == source.height() && this.width == source.width()) {
        return from.clamped();
      }
      boolean alpha = from.hasAlpha();
      Picture made =
          resizeRows(resizeColumns(alpha ? multiplyByAlpha(from) : from, columnTaps), rowTaps);
      return (alpha ? divideByAlpha(made) : made).clamped();
    }
  }

  /**
   * Resizes to the smallest size of the same aspect ratio that covers the given one, then
   * centre-crops: the usual preprocessing of training pictures.
   */
  public Picture cover(Picture picture, int height, int width) {
    requireSize(height, width);
    double scale = Math.max((double) height / picture.height(), (double) width / picture.width());
    return centreCrop(
        resize(
            picture,
            Math.max(height, (int) Math.round(picture.height() * scale)),
            Math.max(width, (int) Math.round(picture.width() * scale))),
        height,
        width);
  }

  /** Resizes to the largest size of the same aspect ratio that fits into the given one. */
  public Picture fit(Picture picture, int maxHeight, int maxWidth) {
    requireSize(maxHeight, maxWidth);
    double scale =
        Math.min((double) maxHeight / picture.height(), (double) maxWidth / picture.width());
    return resize(
        picture,
        Math.max(1, (int) Math.min(maxHeight, Math.round(picture.height() * scale))),
        Math.max(1, (int) Math.min(maxWidth, Math.round(picture.width() * scale))));
  }

  /** Crops the centre of a picture; an odd pixel is removed at the bottom or right. */
  public static Picture centreCrop(Picture picture, int height, int width) {
    requireSize(height, width);
    if (picture.height() == height && picture.width() == width) {
      return picture;
    }
    if (picture.height() < height || picture.width() < width) {
      throw new IllegalArgumentException(
          "Cannot crop %s×%s pixels from a picture of %s×%s; use cover, which enlarges first"
              .formatted(height, width, picture.height(), picture.width()));
    }
    return picture.crop(
        (picture.height() - height) / 2, (picture.width() - width) / 2, height, width);
  }

  /**
   * Crops the largest centred region with the aspect ratio of the given height and width, rounded
   * to whole pixels.
   */
  public static Picture cropToAspect(Picture picture, int height, int width) {
    Rectangle region = aspectRegion(picture, height, width);
    return centreCrop(picture, region.height, region.width);
  }

  /** Returns the region that {@link #cropToAspect} crops. */
  static Rectangle aspectRegion(Picture picture, int height, int width) {
    requireSize(height, width);
    int cutHeight = picture.height();
    int cutWidth = picture.width();
    if ((long) cutHeight * width > (long) cutWidth * height) {
      cutHeight = Math.max(1, (int) Math.round((double) cutWidth * height / width));
    } else {
      cutWidth = Math.max(1, (int) Math.round((double) cutHeight * width / height));
    }
    return new Rectangle(
        (picture.width() - cutWidth) / 2, (picture.height() - cutHeight) / 2, cutWidth, cutHeight);
  }

  private static void requireSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "The new size must be at least 1×1, but was %s×%s".formatted(height, width));
    }
  }

  private static double cubic(double x) {
    double a = -.5;
    double d = Math.abs(x);
    if (d < 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((d - 5) * d + 8) * a * d - 4 * a : 0;
  }

  /**
   * Kernel weights: output i sums {@code weights[i][j]} times input {@code first[i] + j}.
   *
   * @param kept whether outputs are the inputs
   */
  private record Taps(int[] first, float[][] weights, boolean kept) {
    /** The taps of some outputs, whose inputs begin with those of the first. */
    Taps part(int from, int count) {
      if (from < 0 || count < 1 || count > first.length - from) {
        throw new IllegalArgumentException(
            "Outputs from %s, %s in all, exceed %s".formatted(from, count, first.length));
      }
      var moved = Arrays.copyOfRange(first, from, from + count);
      for (int i = 0; i < count; i++) {
        moved[i] -= first[from];
      }
      return new Taps(moved, Arrays.copyOfRange(weights, from, from + count), kept);
    }

    int outputs() {
      return first.length;
    }

    int inputs() {
      int last = first.length - 1;
      return first[last] + weights[last].length;
    }
  }

  private Taps taps(int from, int to) {
    var first = new int[to];
    var weights = new float[to][];
    if (from == to) {
      Arrays.setAll(first, i -> i);
      Arrays.fill(weights, new float[] {1});
      return new Taps(first, weights, true);
    }
    double scale = (double) from / to;
    double stretch = Math.max(1, scale);
    for (int i = 0; i < to; i++) {
      double centre = scale * (i + .5);
      int start = Math.max(0, (int) (centre - support * stretch + .5));
      int end = Math.min(from, (int) (centre + support * stretch + .5));
      var exact = new double[end - start];
      double sum = 0;
      for (int j = 0; j < exact.length; j++) {
        exact[j] = kernel.applyAsDouble((start + j - centre + .5) / stretch);
        sum += exact[j];
      }
      first[i] = start;
      weights[i] = new float[exact.length];
      for (int j = 0; j < exact.length; j++) {
        weights[i][j] = (float) (exact[j] / sum);
      }
    }
    return new Taps(first, weights, false);
  }

  private static Picture resizeColumns(Picture picture, Taps taps) {
    if (taps.kept) {
      return picture;
    }
    int width = taps.outputs();
    int rows = picture.channels() * picture.height();
    var values = picture.values();
    var result = new float[Math.multiplyExact(rows, width)];
    for (int row = 0; row < rows; row++) {
      int base = row * picture.width();
      for (int x = 0; x < width; x++) {
        var weights = taps.weights[x];
        int from = base + taps.first[x];
        float sum = 0;
        for (int j = 0; j < weights.length; j++) {
          sum += weights[j] * values[from + j];
        }
        result[row * width + x] = sum;
      }
    }
    return new Picture(picture.channels(), picture.height(), width, result);
  }

  /** Resizes vertically, adding whole rows, which the compiler vectorises. */
  private static Picture resizeRows(Picture picture, Taps taps) {
    if (taps.kept) {
      return picture;
    }
    int height = taps.outputs();
    int width = picture.width();
    var values = picture.values();
    var result = new float[Math.multiplyExact(picture.channels() * height, width)];
    for (int c = 0; c < picture.channels(); c++) {
      for (int y = 0; y < height; y++) {
        var weights = taps.weights[y];
        int to = (c * height + y) * width;
        for (int j = 0; j < weights.length; j++) {
          float weight = weights[j];
          int from = (c * picture.height() + taps.first[y] + j) * width;
          for (int x = 0; x < width; x++) {
            result[to + x] += weight * values[from + x];
          }
        }
      }
    }
    return new Picture(picture.channels(), height, width, result);
  }

  /** Premultiplies colours in [0, 1] by alpha in [0, 1]; alpha is the last channel. */
  private static Picture multiplyByAlpha(Picture picture) {
    int plane = picture.height() * picture.width();
    int colours = picture.channels() - 1;
    var result = new float[picture.values().length];
    for (int i = 0; i < plane; i++) {
      float alpha = (picture.values()[colours * plane + i] + 1) / 2;
      for (int c = 0; c < colours; c++) {
        result[c * plane + i] = (picture.values()[c * plane + i] + 1) / 2 * alpha;
      }
      result[colours * plane + i] = alpha;
    }
    return new Picture(picture.channels(), picture.height(), picture.width(), result);
  }

  private static Picture divideByAlpha(Picture picture) {
    int plane = picture.height() * picture.width();
    int colours = picture.channels() - 1;
    var values = picture.values();
    var result = new float[values.length];
    for (int i = 0; i < plane; i++) {
      // A kernel with negative weights may leave [0, 1], where the quotient is meaningless.
      float alpha = Math.min(1, Math.max(0, values[colours * plane + i]));
      for (int c = 0; c < colours; c++) {
        float colour = alpha < 1e-6f ? 0 : values[c * plane + i] / alpha;
        result[c * plane + i] = 2 * Math.min(1, Math.max(0, colour)) - 1;
      }
      result[colours * plane + i] = 2 * alpha - 1;
    }
    return new Picture(picture.channels(), picture.height(), picture.width(), result);
  }
}
