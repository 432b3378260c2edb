package org.atelier.model;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/** The network that makes pictures: (N, latent) to (N, C, H, W) in [-1, 1]. */
public final class Generator extends Network {
  private final int latentSize;

  /**
   * A generator.
   *
   * @param latentSize the numbers that a picture is made from
   */
  public Generator(int latentSize, Layer layers, Optimizer optimizer) {
    super("generator", layers, optimizer, new Shape(check(latentSize)));
    this.latentSize = latentSize;
  }

  private static int check(int latentSize) {
    if (latentSize < 1) {
      throw new IllegalArgumentException("latentSize must be at least 1, but was " + latentSize);
    }
    return latentSize;
  }

  /** The numbers that a picture is made from. */
  public int latentSize() {
    return latentSize;
  }
}
