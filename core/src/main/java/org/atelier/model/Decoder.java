package org.atelier.model;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/** The network that turns codes back into pictures, (N, C, H, W) in [-1, 1]. */
public final class Decoder extends Network {
  /**
   * A decoder.
   *
   * @param code the shape of a code, without the batch axis
   */
  public Decoder(Shape code, Layer layers, Optimizer optimizer) {
    super("decoder", layers, optimizer, code);
  }
}
