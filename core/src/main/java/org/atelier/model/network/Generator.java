package org.atelier.model.network;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that makes pictures: latents (N, latent), and conditions (N, …) if it takes any, to
 * (N, C, H, W) in [-1, 1].
 */
public final class Generator extends Network {
  private final int latentSize;

  /**
   * A generator.
   *
   * @param latentSize the numbers that a picture is made from
   */
  public Generator(int latentSize, Layer layers, Optimizer optimizer) {
    this(latentSize, layers, optimizer, new Shape[0]);
  }

  /**
   * A generator that is told what to make.
   *
   * @param latentSize the numbers that a picture is made from
   * @param conditions the shape of each further input without the batch axis; for a label {@link
   *     ClassLabels#SHAPE}
   */
  public Generator(int latentSize, Layer layers, Optimizer optimizer, Shape... conditions) {
    super("generator", layers, optimizer, inputs(new Shape(check(latentSize)), conditions));
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
