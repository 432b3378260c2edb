package org.atelier.model.network;

import ai.djl.ndarray.types.Shape;
import org.atelier.nn.Layer;
import org.atelier.optim.Optimizer;

/**
 * The network that distinguishes real from generated pictures: pictures (N, C, H, W) in [-1, 1] to
 * logits (or a critic's scores), one for each picture or, as a PatchGAN, one for each patch. It may
 * have conditioning inputs (N, …).
 */
public final class Discriminator extends Network {
  /**
   * Creates an unconditional discriminator.
   *
   * @param pictures the shape of a picture, (C, H, W)
   * @param layers the layers
   * @param optimizer the optimizer of the parameters
   */
  public Discriminator(Shape pictures, Layer layers, Optimizer optimizer) {
    super("discriminator", layers, optimizer, pictures);
  }

  /**
   * Creates a conditional discriminator.
   *
   * @param pictures the shape of a picture, (C, H, W)
   * @param layers the layers
   * @param optimizer the optimizer of the parameters
   * @param conditions the shape of each conditioning input without the batch axis; for a class
   *     label {@link org.atelier.model.condition.ClassLabels#SHAPE}
   */
  public Discriminator(Shape pictures, Layer layers, Optimizer optimizer, Shape... conditions) {
    super("discriminator", layers, optimizer, inputs(pictures, conditions));
  }
}
