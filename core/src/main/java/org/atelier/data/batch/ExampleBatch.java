package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;
import org.atelier.data.TrainingData;

/**
 * Any batch of examples: pictures ({@link ImageBatch}), or whatever else a network can read
 * (sounds, texts as vectors). A record of one's own with this interface, and a {@link TrainingData}
 * of it, is all that an auto-encoder of such examples needs.
 */
public interface ExampleBatch {
  /** (N, …), float32. */
  NDArray examples();
}
