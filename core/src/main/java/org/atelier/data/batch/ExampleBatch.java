package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;
import org.atelier.data.TrainingData;

/**
 * A batch of examples: pictures ({@link ImageBatch}) or other arrays, such as vectors. To train an
 * auto-encoder on other examples, implement this interface by a record and provide {@link
 * TrainingData} of it.
 */
public interface ExampleBatch {
  /** Returns the examples, (N, …), float32. */
  NDArray examples();
}
