package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;
import org.jspecify.annotations.Nullable;

/**
 * Resamples pictures, up or down: (N, C, H, W) to (N, C, ⌊H·factor⌋, ⌊W·factor⌋) or to a given
 * size.
 *
 * <p>As in PyTorch's {@code interpolate}, a given factor is used exactly and not recomputed from
 * the sizes. The bicubic kernel has a = -0.75, with antialiasing a = -0.5. In mixed precision,
 * bicubic and antialiased resampling compute in float32, since libtorch has no antialiasing in
 * bfloat16, and bfloat16 is too inaccurate for bicubic weights.
 */
public final class Upsample extends Layer {
  private enum Kind {
    NEAREST,
    BILINEAR,
    BICUBIC
  }

  private final Kind kind;
  private final double factor;
  private final int @Nullable [] size;
  private final boolean aligned;
  private final boolean antialias;

  private Upsample(
      Kind kind, double factor, int @Nullable [] size, boolean aligned, boolean antialias) {
    if (size == null && !(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("factor must be positive, but was " + factor);
    }
    if (kind == Kind.NEAREST && (aligned || antialias)) {
      throw new IllegalArgumentException(
          "nearest resampling has no aligned corners and no antialiasing; use bilinear or bicubic");
    }
    if (aligned && antialias) {
      throw new IllegalArgumentException(
          "antialiasing is for corners that are not aligned; choose one of the two");
    }
    this.kind = kind;
    this.factor = factor;
    this.size = size;
    this.aligned = aligned;
    this.antialias = antialias;
  }

  /** Creates a nearest-neighbour resampling by this factor, positive. */
  public static Upsample nearest(double factor) {
    return new Upsample(Kind.NEAREST, factor, null, false, false);
  }

  /** Creates a bilinear resampling by this factor, positive. */
  public static Upsample bilinear(double factor) {
    return new Upsample(Kind.BILINEAR, factor, null, false, false);
  }

  /** Creates a bicubic resampling by this factor, positive. */
  public static Upsample bicubic(double factor) {
    return new Upsample(Kind.BICUBIC, factor, null, false, false);
  }

  /** Returns a copy with a fixed output size in pixels in place of a factor. */
  public Upsample toSize(int height, int width) {
    OptionChecks.atLeast(1, "height", height);
    OptionChecks.atLeast(1, "width", width);
    return new Upsample(kind, factor, new int[] {height, width}, aligned, antialias);
  }

  /**
   * Returns a copy that aligns the centres of the corner pixels rather than their edges (PyTorch's
   * align_corners).
   */
  public Upsample withAlignedCorners() {
    return new Upsample(kind, factor, size, true, antialias);
  }

  /**
   * Returns a copy with antialiasing for downsampling: the support of the kernel grows with the
   * reduction.
   */
  public Upsample withAntialias() {
    return new Upsample(kind, factor, size, aligned, true);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(-1);
    var shape = new Shape(x.size(0), x.size(1), resized(x, 2), resized(x, 3));
    double[] factors = size == null ? new double[] {factor, factor} : null;
    if (kind == Kind.NEAREST) {
      return script.fresh(shape, "torch.upsample_nearest2d({0}, {1}, {2})", x, size, factors);
    }
    String name = kind == Kind.BILINEAR ? "upsample_bilinear2d" : "upsample_bicubic2d";
    boolean exact = antialias || kind == Kind.BICUBIC;
    return script.fresh(
        shape,
        "torch." + (antialias ? "_" + name + "_aa" : name) + "({0}, {1}, {2}, {3})",
        exact ? script.float32(x) : x,
        size,
        aligned,
        factors);
  }

  private long resized(Value x, int axis) {
    long length = size == null ? (long) Math.floor(x.size(axis) * factor) : size[axis - 2];
    if (length < 1) {
      throw new IllegalArgumentException(
          "a factor of " + factor + " leaves no pixels of pictures of shape " + x.shape());
    }
    return length;
  }
}
