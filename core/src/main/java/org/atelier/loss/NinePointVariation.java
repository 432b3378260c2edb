package org.atelier.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.NativeFunction;

/**
 * Squared total variation over nine points (crowsonkb/style-transfer-pytorch): squared differences
 * to the four direct neighbours and, at a quarter of their weight, along both diagonals,
 *
 * <pre>
 * 2 · (⅓ mean (x[i, j+1] − x[i, j])² + ⅓ mean (x[i+1, j] − x[i, j])²
 *      + 1/12 mean (x[i+1, j+1] − x[i, j])² + 1/12 mean (x[i+1, j] − x[i, j+1])²)
 * </pre>
 *
 * <p>of pictures that are continued by their border pixels. It is nearly the same in all
 * directions, smooths noise, and blurs edges.
 */
public final class NinePointVariation {
  private static final NativeFunction MEAN =
      NativeFunction.of(
          """
          torch.mul(torch.add(
            torch.div(torch.add(
              torch.mean(torch.square(torch.diff(ROWS, 1, 3))),
              torch.mean(torch.square(torch.diff(COLUMNS, 1, 2)))), 3.),
            torch.div(torch.add(
              torch.mean(torch.square(torch.sub(SE, NW))),
              torch.mean(torch.square(torch.sub(SW, NE)))), 12.)), 2.)"""
              // All pairs lie in the padded picture p; its last row and column make pairs with x.
              .replace("ROWS", padded("[0, 1, 0, 0]"))
              .replace("COLUMNS", padded("[0, 0, 0, 1]"))
              .replace("SE", part("1, 9223372036854775807", "1, 9223372036854775807"))
              .replace("NW", part("0, -1", "0, -1"))
              .replace("SW", part("1, 9223372036854775807", "0, -1"))
              .replace("NE", part("0, -1", "1, 9223372036854775807"))
              .replaceAll("\\s+", " "),
          "x");

  private NinePointVariation() {}

  private static String padded(String sides) {
    return "torch.pad(x, " + sides + ", \"replicate\")";
  }

  /** Some rows and columns of the picture that is padded by one pixel at all sides. */
  private static String part(String rows, String columns) {
    return "torch.slice(torch.slice("
        + padded("[1, 1, 1, 1]")
        + ", 2, "
        + rows
        + "), 3, "
        + columns
        + ")";
  }

  /**
   * Computes the squared variation, a scalar.
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
