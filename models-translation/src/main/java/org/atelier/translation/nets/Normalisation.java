package org.atelier.translation.nets;

import org.atelier.nn.BatchNorm2d;
import org.atelier.nn.InstanceNorm2d;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;

/** The normalisation layers of a network. */
public enum Normalisation {
  /** Instance norm without parameters (arXiv:1607.08022): CycleGAN's. */
  INSTANCE,

  /** Batch norm (arXiv:1502.03167); evaluation uses running statistics. */
  BATCH,

  /**
   * Batch norm whose statistics are the batch's in training and the single picture's in evaluation:
   * pix2pix's. Its authors train with a batch size of 1 and test in training mode, so that a
   * picture is always normalised by its own statistics (arXiv:1611.07004, 3.3). Checkpoints have
   * the running statistics, which are not used.
   */
  BATCH_INSTANCE_STATISTICS,

  /** None. */
  NONE;

  Layer layer() {
    return switch (this) {
      case INSTANCE -> InstanceNorm2d.of();
      case BATCH -> BatchNorm2d.of();
      case BATCH_INSTANCE_STATISTICS -> BatchNorm2d.of().withPictureStatistics();
      case NONE -> new Identity();
    };
  }

  /** Whether the layers normalise by statistics over the batch in training. */
  public boolean usesBatchStatistics() {
    return this == BATCH || this == BATCH_INSTANCE_STATISTICS;
  }

  /**
   * Whether a convolution before the layer has a bias: {@code use_bias} of the reference, which has
   * one before instance norm, though the norm cancels it.
   */
  boolean biasBefore() {
    return this == INSTANCE;
  }

  /** In place of a norm, so that the indices of the layers after it do not depend on the norm. */
  private static final class Identity extends Layer {
    @Override
    protected Values write(Script script, Values in) {
      return in.only();
    }
  }
}
