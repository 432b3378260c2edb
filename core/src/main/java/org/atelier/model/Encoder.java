package org.atelier.model;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/** The network that turns pictures, (N, C, H, W) in [-1, 1], into what stands for them: codes. */
public final class Encoder extends Network {
  /**
   * An encoder.
   *
   * @param pictures the shape of a picture, (C, H, W)
   */
  public Encoder(Shape pictures, Layer layers, Optimizer optimizer) {
    super("encoder", layers, optimizer, pictures);
  }
}
