package org.atelier.perception;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a tap's features when places are forgotten, and a distance of it: the style of a
 * picture. Features may be weighted by place, so that a region has a style of its own.
 */
public interface StyleStatistic {
  /**
   * Computes the statistic of each picture.
   *
   * @param features (N, C, H, W)
   * @param region the weight of each position, (N or 1, 1, H, W), at least 0 with a positive sum;
   *     null for 1 everywhere
   * @return arrays whose first axis is N, differentiable if the thread records
   */
  NDList of(NDArray features, @Nullable NDArray region);

  /**
   * Computes, once, what of the comparison depends on the target alone.
   *
   * @param target of {@link #of}, or an average of such
   */
  default NDList prepared(NDList target) {
    return target;
  }

  /**
   * Compares statistics; a scalar, 0 if they are equal.
   *
   * @param actual of {@link #of}
   * @param target of {@link #prepared}; a first axis of 1 stands for all pictures
   */
  NDArray distance(NDList actual, NDList target);
}
