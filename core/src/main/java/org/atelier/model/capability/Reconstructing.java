package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.model.condition.Conditions;

/**
 * An auto-encoder: a model that makes something shorter of pictures, and pictures of that again.
 */
public interface Reconstructing {
  /** The shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * What remains of pictures.
   *
   * @param conditions what the model is told of each, by its place in the list; {@link
   *     Conditions#none} of one that is told nothing
   * @throws IllegalArgumentException if the pictures are of another shape
   */
  List<Picture> reconstruct(List<Picture> pictures, Conditions conditions);
}
