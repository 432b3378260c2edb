package org.atelier.model.network;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that turns codes back into examples, or into what a likelihood says of them. It may
 * take conditions (N, …) beside the codes.
 */
public final class Decoder extends Network {
  private final Shape code;

  /**
   * A decoder.
   *
   * @param code the shape of a code without the batch axis: (latent), or (C, H, W) of a map
   * @param conditions the shape of each further input without the batch axis; for a label {@link
   *     ClassLabels#SHAPE}
   */
  public Decoder(Shape code, Layer layers, Optimizer optimizer, Shape... conditions) {
    super("decoder", layers, optimizer, inputs(code, conditions));
    this.code = code;
  }

  /** The shape of a code without the batch axis. */
  public Shape code() {
    return code;
  }
}
