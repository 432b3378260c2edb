package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.NativeFunction;

/**
 * Isotropic total variation, the mean length of the gradient (Rudin, Osher and Fatemi, 1992):
 *
 * <pre>
 * mean √((x[i, j+1] − x[i, j])² + (x[i+1, j] − x[i, j])² + ε)
 * </pre>
 *
 * <p>of pictures that are continued by their border pixels, with ε = 10⁻⁸. It smooths noise and
 * keeps edges, whatever their direction.
 */
public final class IsotropicVariation {
  private static final NativeFunction MEAN =
      NativeFunction.of(
          "torch.mean(torch.sqrt(torch.add(torch.add("
              + "torch.square(torch.diff(torch.pad(x, [0, 1, 0, 0], \"replicate\"), 1, 3)), "
              + "torch.square(torch.diff(torch.pad(x, [0, 0, 0, 1], \"replicate\"), 1, 2))), 1e-8)))",
          "x");

  private IsotropicVariation() {}

  /**
   * Computes the total variation, a scalar.
   *
   * @param pictures (N, C, H, W)
   * @throws IllegalArgumentException if they are of another shape
   */
  public static NDArray of(NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4) {
      throw new IllegalArgumentException("Expected pictures (N, C, H, W), but got " + shape);
    }
    return MEAN.apply(pictures);
  }
}
