package org.atelier.model.condition;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * What a generator is told beside the latents of samples: the classes, attributes or masks of
 * pictures that somebody asks for.
 */
@FunctionalInterface
public interface Conditions {
  /**
   * The conditions of some samples, one array (N, …) for each input of the generator after the
   * latents. They depend on a sample's number alone, so that samples do not depend on how many are
   * made at once.
   *
   * @param manager owns the arrays
   * @param from the number of the first sample
   * @param count how many
   */
  NDList of(NDManager manager, int from, int count);

  /** Of a generator that is told nothing. */
  static Conditions none() {
    return (manager, from, count) -> new NDList();
  }
}
