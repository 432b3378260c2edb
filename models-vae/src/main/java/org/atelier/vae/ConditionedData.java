package org.atelier.vae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.ImageBatch;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.model.condition.Conditions;

/**
 * Examples with their conditioning inputs, loaded in batches for inference.
 *
 * @param data the examples
 * @param conditioning the conditioning inputs of a batch
 * @param <B> the batches
 */
record ConditionedData<B extends ExampleBatch>(
    TrainingData<? extends B> data, Conditioning<? super B> conditioning) {
  /** The conditioning inputs of batches. */
  @FunctionalInterface
  interface Conditioning<B> {
    /**
     * One array (N, …) for each further input of the networks.
     *
     * @param from the index of the batch's first example in the data
     */
    NDList of(NDManager scratch, B batch, int from);
  }

  /** What is computed of a batch. */
  @FunctionalInterface
  interface Use {
    /** The arrays are closed afterwards; {@code from} is the index of the first example. */
    void of(NDArray examples, NDList conditions, int from);
  }

  /** Pictures, and the conditioning input of each by its index in the data. */
  static ConditionedData<ImageBatch> of(
      TrainingData<? extends ImageBatch> pictures, Conditions conditions) {
    return new ConditionedData<>(
        pictures,
        (scratch, batch, from) ->
            conditions.of(scratch, from, Math.toIntExact(batch.images().getShape().get(0))));
  }

  /** Uses all examples, in batches of at most {@code batchSize}. */
  void forEach(int batchSize, EvidenceOptions options, Device device, Use use) throws IOException {
    for (int from = 0; from < data.size(); from += batchSize) {
      int[] indices = IntStream.range(from, Math.min(from + batchSize, data.size())).toArray();
      var loaded = data.load(indices, options.random(from));
      try (NDManager scratch = NDManager.newBaseManager(device, "PyTorch")) {
        B batch = loaded.toBatch(scratch);
        use.of(batch.examples(), conditioning.of(scratch, batch, from), from);
      }
    }
  }
}
