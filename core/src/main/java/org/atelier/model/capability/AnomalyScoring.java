package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.model.condition.Conditions;

/** A model that computes anomaly scores of pictures. */
public interface AnomalyScoring {
  /** Returns the shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * Computes the anomaly score of each picture, in the data's order; higher is more anomalous.
   *
   * @param score the kind of score
   * @param pictures of the model's shape
   * @param conditions the conditioning input of each, by its index in the data; {@link
   *     Conditions#none} of an unconditional model
   * @param options the batch size, and the estimator of the likelihood
   * @throws IOException if a picture cannot be read
   * @throws IllegalArgumentException if the pictures have another shape
   */
  double[] anomalyScores(
      AnomalyScore score,
      TrainingData<? extends ImageBatch> pictures,
      Conditions conditions,
      EvidenceOptions options)
      throws IOException;
}
