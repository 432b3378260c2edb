package org.atelier.model.condition;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** The conditioning inputs of samples: classes, attributes, numbers or maps. */
@FunctionalInterface
public interface Conditions {
  /**
   * Returns the conditioning inputs of consecutive samples: one array (N, …) for each input of the
   * generator after the latents. The input of a sample must be a function of its index, so that
   * samples do not depend on the batch size.
   *
   * @param manager owner of the arrays
   * @param from the index of the first sample, from 0
   * @param count N, the number of samples
   */
  NDList of(NDManager manager, int from, int count);

  /** Returns no conditioning inputs, for unconditional models. */
  static Conditions none() {
    return (manager, from, count) -> new NDList();
  }
}
