package org.atelier.model.canvas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;

/**
 * How the values that are optimised become a picture: a differentiable map with an inverse, and its
 * change to another size of the picture. The choice decides which direction in the space of
 * pictures a gradient step takes: with {@link Pixels} fine noise is as near as a change of a whole
 * region, with {@link Fourier} low frequencies and grey are nearer.
 *
 * <p>Pictures are (N, C, H, W), float32, in [-1, 1]. {@link Canvas} uses it.
 */
public interface Parametrisation {
  /** What is resized: each kind changes by its own rule. */
  enum Quantity {
    /** The values of the picture. */
    VALUES,
    /** Averages of gradients with respect to the values (first moments); of either sign. */
    GRADIENTS,
    /** Averages of squared gradients (second moments); never negative. */
    SQUARES
  }

  /** Returns the shape of the values for pictures of shape (N, C, H, W). */
  Shape valuesShape(Shape picture);

  /** Returns the initialiser of a random start for pictures of this shape. */
  Initialiser start(Shape picture);

  /**
   * Creates the layer from the values to pictures of this shape; it has no trainable parameters.
   */
  Layer toPicture(Shape picture);

  /**
   * Computes the values of a picture: the inverse of {@link #toPicture}.
   *
   * @param picture (N, C, H, W) in [-1, 1]
   * @return the values, attached to the manager of {@code picture}; they may be {@code picture}
   */
  NDArray valuesOf(NDArray picture);

  /**
   * Computes the values, or an optimizer's moments of them, of the same pictures in another size.
   *
   * @param values of shape {@code valuesShape(from)}
   * @param from the shape of the pictures, (N, C, H, W)
   * @param to the new shape, of the same N and C
   * @param quantity what {@code values} are
   * @return the new values, attached to the manager of {@code values}, whose arrays are not closed
   */
  NDArray resized(NDArray values, Shape from, Shape to, Quantity quantity);
}
