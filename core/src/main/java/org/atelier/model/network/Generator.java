package org.atelier.model.network;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that generates pictures: latents (N, latent), and conditioning inputs (N, …) if there
 * are any, to (N, C, H, W) in [-1, 1].
 */
public final class Generator extends Network {
  private final int latentSize;

  /**
   * Creates an unconditional generator.
   *
   * @param latentSize number of values of a latent, at least 1
   * @param layers the layers
   * @param optimizer the optimizer of the parameters
   */
  public Generator(int latentSize, Layer layers, Optimizer optimizer) {
    this(latentSize, layers, optimizer, new Shape[0]);
  }

  /**
   * Creates a conditional generator.
   *
   * @param latentSize number of values of a latent, at least 1
   * @param layers the layers
   * @param optimizer the optimizer of the parameters
   * @param conditions the shape of each conditioning input without the batch axis; for a class
   *     label {@link org.atelier.model.condition.ClassLabels#SHAPE}
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

  /** Returns the number of values of a latent. */
  public int latentSize() {
    return latentSize;
  }
}
