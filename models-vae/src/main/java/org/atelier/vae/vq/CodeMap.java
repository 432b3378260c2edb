package org.atelier.vae.vq;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * What a picture has become: the numbers of codes.
 *
 * @param shape of the places, such as (7, 7)
 * @param codes one for each place in row-major order, from 0; copied
 */
public record CodeMap(Shape shape, int[] codes) {
  /**
   * Checks that there is one for each place.
   *
   * @throws IllegalArgumentException if there is not, or one is negative
   */
  public CodeMap {
    codes = codes.clone();
    if (shape.size() != codes.length) {
      throw new IllegalArgumentException(
          "Expected %s codes for places %s, but got %s"
              .formatted(shape.size(), shape, codes.length));
    }
    for (int code : codes) {
      if (code < 0) {
        throw new IllegalArgumentException("A code must be at least 0, but one was " + code);
      }
    }
  }

  /** A copy of the codes. */
  @Override
  public int[] codes() {
    return codes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeMap that
        && shape.equals(that.shape)
        && Arrays.equals(codes, that.codes);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(codes);
  }
}
