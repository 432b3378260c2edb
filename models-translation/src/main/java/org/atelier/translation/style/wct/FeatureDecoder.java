package org.atelier.translation.style.wct;

import ai.djl.ndarray.NDArray;

/** Makes pictures of the features of an encoder. */
@FunctionalInterface
public interface FeatureDecoder {
  /**
   * Computes pictures.
   *
   * @param features (N, C, H, W), a tap of the encoder
   * @return (N, 3, s·H, s·W) with the tap's stride s, RGB, nominally in [0, 1], attached to the
   *     manager of {@code features}
   */
  NDArray decode(NDArray features);
}
