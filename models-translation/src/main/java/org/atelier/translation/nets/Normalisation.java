package org.atelier.translation.nets;

import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Script;
import org.atelier.nn.Values;

/** What normalises feature maps. */
public enum Normalisation {
  /** Each channel of each picture, without parameters (arXiv:1607.08022): CycleGAN's. */
  INSTANCE,

  /** Each channel of the batch; evaluation uses running statistics: pix2pix's training. */
  BATCH,

  /**
   * Each channel of each picture, with gain and bias: what batch norm does to a batch of one
   * picture. With it, weights that were trained with {@link #BATCH} run as pix2pix's authors test
   * them: by the statistics of the picture at hand.
   */
  PICTURE,

  /** Nothing. */
  NONE;

  Layer layer() {
    return switch (this) {
      case INSTANCE -> InstanceNorm2d.of();
      case BATCH -> BatchNorm2d.of();
      case PICTURE -> InstanceNorm2d.of().withAffine();
      case NONE -> new Identity();
    };
  }

  /** Whether a convolution before it has a bias. The reference gives it one that does nothing. */
  boolean biasBefore() {
    return this == INSTANCE;
  }

  /** Holds a norm's place, so that the layers after it keep their numbers. */
  private static final class Identity extends Layer {
    @Override
    protected Values write(Script script, Values in) {
      return in.only();
    }
  }
}
