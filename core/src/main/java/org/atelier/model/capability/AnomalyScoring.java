package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.model.condition.Conditions;

/** A model that scores how unlike its training data pictures are. */
public interface AnomalyScoring {
  /** The shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * The anomaly score of each picture, in the data's order; higher is more anomalous.
   *
   * @param score how pictures are scored
   * @param pictures of the model's shape
   * @param conditions the conditioning input of each, by its index in the data; {@link
   *     Conditions#none} of an unconditional model
   * @param options the batch size, and how the likelihood is estimated
   * @throws IOException if a picture cannot be read
   * @throws IllegalArgumentException if the pictures are of another shape
   */
  double[] anomalyScores(
      AnomalyScore score,
      TrainingData<? extends ImageBatch> pictures,
      Conditions conditions,
      EvidenceOptions options)
      throws IOException;
}
