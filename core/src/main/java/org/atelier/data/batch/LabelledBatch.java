package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/** A batch of examples with class labels. */
public interface LabelledBatch extends ExampleBatch {
  /** Returns the class labels, (N), int64, from 0. */
  NDArray labels();
}
