package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/** A batch of examples, each of one class. */
public interface LabelledBatch extends ExampleBatch {
  /** (N), int64, from 0. */
  NDArray labels();
}
