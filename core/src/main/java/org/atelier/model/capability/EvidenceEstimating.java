package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.model.condition.Conditions;

/**
 * A model that estimates the likelihood of pictures and is trained by a lower bound of it, such as
 * a variational auto-encoder.
 */
public interface EvidenceEstimating {
  /** Returns the shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * Returns whether the likelihood is a normalised probability of the pictures. If not (Bernoulli
   * on grey values), values are comparable only between models on the same data.
   */
  boolean hasNormalisedLikelihood();

  /**
   * Estimates the evidence of each picture, in the data's order.
   *
   * @param pictures of the model's shape
   * @param conditions the conditioning input of each, by its index in the data; {@link
   *     Conditions#none} of an unconditional model
   * @throws IOException if a picture cannot be read
   * @throws IllegalArgumentException if the pictures have another shape or are outside the support
   *     of the likelihood
   */
  List<Evidence> evidence(
      TrainingData<? extends ImageBatch> pictures, Conditions conditions, EvidenceOptions options)
      throws IOException;
}
