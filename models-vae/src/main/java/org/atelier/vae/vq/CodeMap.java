package org.atelier.vae.vq;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * The discrete latents of a picture: an index into the codebook at each position.
 *
 * @param shape of the positions, such as (7, 7)
 * @param indices from 0, one for each position in row-major order; copied
 */
public record CodeMap(Shape shape, int[] indices) {
  /**
   * Checks that there is one index for each position.
   *
   * @throws IllegalArgumentException if there is not, or one is negative
   */
  public CodeMap {
    indices = indices.clone();
    if (shape.size() != indices.length) {
      throw new IllegalArgumentException(
          "Expected %s indices for positions %s, but got %s"
              .formatted(shape.size(), shape, indices.length));
    }
    for (int index : indices) {
      if (index < 0) {
        throw new IllegalArgumentException("An index must be at least 0, but one was " + index);
      }
    }
  }

  /** A copy of the indices. */
  @Override
  public int[] indices() {
    return indices.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeMap that
        && shape.equals(that.shape)
        && Arrays.equals(indices, that.indices);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(indices);
  }
}
