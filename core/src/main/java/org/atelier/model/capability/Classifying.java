package org.atelier.model.capability;

import ai.djl.ndarray.NDArray;
import org.atelier.model.network.Network;

/** A model that holds a classifier of pictures. */
public interface Classifying {
  /** The number of classes; labels are in [0, classes). */
  int classes();

  /**
   * The classifier: pictures (N, C, H, W) in [-1, 1] to features (N, F) and, behind them, logits
   * (N, classes), so that metrics can take it as a feature network. It belongs to the model, which
   * closes it.
   */
  Network classifier();

  /**
   * The probability of each class, in evaluation mode and not recorded.
   *
   * @param pictures (N, C, H, W), float32 in [-1, 1]
   * @return (N, classes), float32; each row sums to 1
   */
  NDArray classProbabilities(NDArray pictures);

  /**
   * The most probable class of each picture.
   *
   * @param pictures (N, C, H, W), float32 in [-1, 1]
   * @return (N), int64, in [0, classes)
   */
  default NDArray classify(NDArray pictures) {
    return classProbabilities(pictures).argMax(1);
  }
}
