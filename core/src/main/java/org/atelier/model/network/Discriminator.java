package org.atelier.model.network;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that judges pictures: (N, C, H, W) in [-1, 1] to logits (or a critic's scores), one a
 * picture or one a patch. It may take conditions (N, …) beside the pictures.
 */
public final class Discriminator extends Network {
  /**
   * A discriminator.
   *
   * @param pictures the shape of a picture, (C, H, W)
   */
  public Discriminator(Shape pictures, Layer layers, Optimizer optimizer) {
    super("discriminator", layers, optimizer, pictures);
  }

  /**
   * A discriminator that is told what the pictures should be.
   *
   * @param pictures the shape of a picture, (C, H, W)
   * @param conditions the shape of each further input without the batch axis; for a label {@link
   *     ClassLabels#SHAPE}
   */
  public Discriminator(Shape pictures, Layer layers, Optimizer optimizer, Shape... conditions) {
    super("discriminator", layers, optimizer, inputs(pictures, conditions));
  }
}
