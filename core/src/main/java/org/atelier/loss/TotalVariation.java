package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.NativeFunction;

/**
 * Total variation, the mean absolute difference of neighbouring pixels (Rudin, Osher and Fatemi,
 * 1992; anisotropic, as in BasicSR):
 *
 * <pre>
 * mean |x[i+1, j] − x[i, j]| + mean |x[i, j+1] − x[i, j]|
 * </pre>
 *
 * <p>Each mean is over its own number of differences, so the value does not depend on the size of
 * the pictures.
 */
public final class TotalVariation {
  private static final NativeFunction MEAN =
      NativeFunction.of(
          "torch.add(torch.mean(torch.abs(torch.diff(x, 1, 2))),"
              + " torch.mean(torch.abs(torch.diff(x, 1, 3))))",
          "x");

  private TotalVariation() {}

  /**
   * Computes the total variation, a scalar.
   *
   * @param pictures (N, C, H, W) of at least 2 × 2 pixels
   * @throws IllegalArgumentException if they are of another shape
   */
  public static NDArray of(NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4 || shape.get(2) < 2 || shape.get(3) < 2) {
      throw new IllegalArgumentException(
          "Expected pictures (N, C, H, W) of at least 2 × 2 pixels, but got " + shape);
    }
    return MEAN.apply(pictures);
  }
}
