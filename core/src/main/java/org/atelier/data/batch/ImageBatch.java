package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;

/** A batch of pictures: the real pictures of an adversarial model. */
public interface ImageBatch extends ExampleBatch {
  /** Returns the pictures, (N, C, H, W), float32 in [-1, 1]. */
  NDArray images();

  /** Returns {@link #images()}. */
  @Override
  default NDArray examples() {
    return images();
  }
}
