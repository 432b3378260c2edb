package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/** A batch with pictures: the real pictures of an adversarial model. */
public interface ImageBatch extends ExampleBatch {
  /** (N, C, H, W), float32 in [-1, 1]. */
  NDArray images();

  /** The pictures. */
  @Override
  default NDArray examples() {
    return images();
  }
}
