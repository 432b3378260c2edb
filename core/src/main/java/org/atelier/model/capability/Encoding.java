package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.latent.Latent;
import org.atelier.model.condition.Conditions;

/** A model that maps pictures to latents, such as the encoder of a variational auto-encoder. */
public interface Encoding {
  /** Returns the shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * Encodes each picture to a latent; a probabilistic encoder returns the mean of q(z | x).
   *
   * @param pictures of the model's shape
   * @param conditions the conditioning input of each, by its index in the list; {@link
   *     Conditions#none} of an unconditional model
   * @throws IllegalArgumentException if the pictures have another shape
   */
  List<Latent> encode(List<Picture> pictures, Conditions conditions);
}
