package org.atelier.model.capability;

import ai.djl.ndarray.NDArray;
import org.atelier.model.network.Network;

/** A model with a classifier of pictures. */
public interface Classifying {
  /** Returns the number of classes; labels are in [0, classes). */
  int classes();

  /**
   * Returns the classifier: pictures (N, C, H, W) in [-1, 1] to two outputs, features (N, F) and
   * logits (N, classes), as metrics expect of a feature network. It is owned and closed by the
   * model.
   */
  Network classifier();

  /**
   * Computes the probability of each class, in evaluation mode and without recording.
   *
   * @param pictures (N, C, H, W), float32 in [-1, 1]
   * @return (N, classes), float32; each row sums to 1
   */
  NDArray classProbabilities(NDArray pictures);

  /**
   * Predicts the most probable class of each picture.
   *
   * @param pictures (N, C, H, W), float32 in [-1, 1]
   * @return (N), int64, in [0, classes)
   */
  default NDArray classify(NDArray pictures) {
    return classProbabilities(pictures).argMax(1);
  }
}
