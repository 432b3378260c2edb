package org.atelier.translation.nets;

import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/** What normalises feature maps. */
public enum Normalisation {
  /** Each channel of each picture, without parameters (arXiv:1607.08022): CycleGAN's. */
  INSTANCE,

  /** Each channel of the batch; evaluation uses running statistics. */
  BATCH,

  /**
   * Each channel of the batch in training, and of each picture in evaluation: pix2pix's. Its
   * authors train with batches of one picture and test in the same mode, so that a picture is
   * always judged by its own statistics; the running ones are kept in checkpoints, and not used.
   */
  PICTURE,

  /** Nothing. */
  NONE;

  Layer layer() {
    return switch (this) {
      case INSTANCE -> InstanceNorm2d.of();
      case BATCH -> BatchNorm2d.of();
      case PICTURE -> BatchNorm2d.of().withPictureStatistics();
      case NONE -> new Identity();
    };
  }

  /** Whether in training a picture's result depends on the batch that it is in. */
  public boolean mixesBatch() {
    return this == BATCH || this == PICTURE;
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
