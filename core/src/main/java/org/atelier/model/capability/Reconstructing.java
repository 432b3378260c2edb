package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.model.condition.Conditions;

/** An auto-encoder: a model that encodes pictures to a compact representation and decodes it. */
public interface Reconstructing {
  /** Returns the shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * Encodes and decodes pictures.
   *
   * @param conditions the conditioning input of each, by its index in the list; {@link
   *     Conditions#none} of an unconditional model
   * @return the reconstruction of each picture, in order
   * @throws IllegalArgumentException if the pictures have another shape
   */
  List<Picture> reconstruct(List<Picture> pictures, Conditions conditions);
}
