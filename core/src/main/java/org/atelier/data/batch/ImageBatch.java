package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/** Any batch that has pictures: what an adversarial model calls "real". */
public interface ImageBatch extends ExampleBatch {
  /** (N, C, H, W), float32 in [-1, 1]. */
  NDArray images();

  /** The pictures. */
  @Override
  default NDArray examples() {
    return images();
  }
}
