package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a dream maximises: a number computed from the features of a batch of pictures. */
public interface DreamObjective {
  /** Returns the taps that it reads. */
  Set<String> taps();

  /**
   * Computes the value that is maximised, recorded for autograd if the thread records.
   *
   * @param features the taps by name, (N, C, H, W), or (N, C) behind a pooling
   * @return a scalar, attached to the manager of the features
   */
  NDArray of(Map<String, NDArray> features);

  /**
   * Returns the objective of the next octave, with what it computes from the network and from the
   * picture with which the octave begins. It is called on what it returned for the octave before,
   * without recording. The default is this objective.
   *
   * @param features the network
   * @param picture (N, C, H, W); its manager lives as long as the dream
   */
  default DreamObjective prepared(DreamFeatures features, NDArray picture) {
    return this;
  }

  /**
   * Returns whether the value is a mean over positions, so that a large picture can be
   * differentiated tile by tile. A neuron's is not. The default is true.
   */
  default boolean isMeanOverPositions() {
    return true;
  }

  /** Returns the sum of this objective and another. */
  default DreamObjective plus(DreamObjective other) {
    return plus(1, other);
  }

  /** Returns the sum of this objective and {@code weight} times another. */
  default DreamObjective plus(double weight, DreamObjective other) {
    return new WeightedObjectives(
        List.of(new WeightedObjectives.Term(1, this), new WeightedObjectives.Term(weight, other)));
  }

  /** Returns {@code weight} times this objective; a negative weight minimises it. */
  default DreamObjective times(double weight) {
    return new WeightedObjectives(List.of(new WeightedObjectives.Term(weight, this)));
  }
}
