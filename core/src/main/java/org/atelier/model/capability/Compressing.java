package org.atelier.model.capability;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.atelier.image.Picture;

/** A model that performs lossy compression of pictures, such as a VQ-VAE. */
public interface Compressing {
  /** Returns the shape of the pictures, (C, H, W). */
  Shape pictureShape();

  /**
   * Compresses a picture to the bytes of a file, which only a model with the same weights can
   * decompress.
   *
   * @throws IllegalArgumentException if the picture has another shape
   * @throws IllegalStateException if the model was neither trained nor loaded
   */
  byte[] compress(Picture picture);

  /**
   * Decompresses a picture.
   *
   * @throws IOException if the bytes are no such file, were written by another model, or are
   *     damaged
   * @throws IllegalStateException if the model was neither trained nor loaded
   */
  Picture decompress(byte[] file) throws IOException;
}
