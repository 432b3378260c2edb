package org.atelier.model.network;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that maps codes (N, …) to examples or to the parameters of their likelihood p(x | z).
 * It may have conditioning inputs (N, …).
 */
public final class Decoder extends Network {
  private final Shape code;

  /**
   * Creates a decoder.
   *
   * @param code the shape of a code without the batch axis: (latent), or (C, H, W) of a feature map
   * @param layers the layers
   * @param optimizer the optimizer of the parameters
   * @param conditions the shape of each conditioning input without the batch axis; for a class
   *     label {@link org.atelier.model.condition.ClassLabels#SHAPE}
   */
  public Decoder(Shape code, Layer layers, Optimizer optimizer, Shape... conditions) {
    super("decoder", layers, optimizer, inputs(code, conditions));
    this.code = code;
  }

  /** Returns the shape of a code without the batch axis. */
  public Shape code() {
    return code;
  }
}
