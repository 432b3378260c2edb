package org.atelier.latent;

import java.util.ArrayList;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;

/**
 * The learned data manifold of a decoder with a two-dimensional latent space (Kingma and Welling,
 * arXiv:1312.6114, figure 4): latents on a square grid whose cells are equally probable under the
 * standard normal prior. The coordinate of cell i of n is the quantile Φ⁻¹((i + ½) / n).
 *
 * @param side the number of rows and of columns, at least 1
 */
public record LatentPlane(int side) {
  // Acklam's rational approximation of Φ⁻¹, with a relative error below 1.2e-9.
  private static final double[] A = {
    -39.69683028665376,
    220.9460984245205,
    -275.9285104469687,
    138.3577518672690,
    -30.66479806614716,
    2.506628277459239
  };
  private static final double[] B = {
    -54.47609879822406,
    161.5858368580409,
    -155.6989798598866,
    66.80131188771972,
    -13.28068155288572,
    1
  };
  private static final double[] C = {
    -0.007784894002430293,
    -0.3223964580411365,
    -2.400758277161838,
    -2.549732539343734,
    4.374664141464968,
    2.938163982698783
  };
  private static final double[] D = {
    0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1
  };
  private static final double TAIL = 0.02425;

  /** Checks the side. */
  public LatentPlane {
    if (side < 1) {
      throw new IllegalArgumentException("side must be at least 1, but was " + side);
    }
  }

  /** Returns 20 rows and 20 columns. */
  public static LatentPlane defaults() {
    return new LatentPlane(20);
  }

  /** Returns a copy with this many rows and columns, at least 1. */
  public LatentPlane withSide(int side) {
    return new LatentPlane(side);
  }

  /** Returns the latents in row-major order: value 0 increases to the right, value 1 upwards. */
  public List<Latent> latents() {
    var latents = new ArrayList<Latent>(side * side);
    for (int row = side - 1; row >= 0; row--) {
      for (int column = 0; column < side; column++) {
        latents.add(new Latent(new float[] {quantile(column), quantile(row)}));
      }
    }
    return latents;
  }

  /**
   * Decodes the plane to one picture.
   *
   * @param decoder a decoder of latents of two values
   * @param grid the padding and background; its number of columns is ignored
   */
  public Picture grid(LatentDecoder decoder, PictureGrid grid) {
    return grid.withColumns(side).arrange(decoder.pictures(latents()));
  }

  private float quantile(int cell) {
    return (float) quantile((cell + 0.5) / side);
  }

  /** Returns the standard normal quantile Φ⁻¹(p), p in (0, 1). */
  static double quantile(double p) {
    if (p < TAIL) {
      double q = Math.sqrt(-2 * Math.log(p));
      return polynomial(C, q) / polynomial(D, q);
    } else if (p > 1 - TAIL) {
      return -quantile(1 - p);
    }
    double q = p - 0.5;
    return q * polynomial(A, q * q) / polynomial(B, q * q);
  }

  private static double polynomial(double[] coefficients, double x) {
    double value = 0;
    for (double coefficient : coefficients) {
      value = value * x + coefficient;
    }
    return value;
  }
}
