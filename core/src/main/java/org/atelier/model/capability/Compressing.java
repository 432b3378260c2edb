package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.atelier.image.Picture;

/** A model that compresses pictures to bytes, with loss, such as a VQ-VAE. */
public interface Compressing {
  /** The shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * A picture as the bytes of a file, which only this model, with these weights, can read.
   *
   * @throws IllegalArgumentException if the picture is of another shape
   * @throws IllegalStateException if the model was neither trained nor loaded
   */
  byte[] compress(Picture picture);

  /**
   * The picture of a file's bytes.
   *
   * @throws IOException if they are not such a file, were written by another model, or are damaged
   * @throws IllegalStateException if the model was neither trained nor loaded
   */
  Picture decompress(byte[] file) throws IOException;
}
