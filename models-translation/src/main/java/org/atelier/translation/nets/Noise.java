package org.atelier.translation.nets;

import ai.djl.nn.Block;
import java.util.List;
import org.atelier.nn.Dropout;

/** Whether half of some layers' features are dropped. */
public enum Noise {
  /** Never. */
  NONE,

  /** In training, as a regulariser. */
  TRAINING,

  /** In evaluation too: the noise that stands for pix2pix's latents (arXiv:1611.07004, 3.2). */
  ALWAYS;

  private static final double SHARE = 0.5;

  void addTo(List<Block> layers) {
    if (this != NONE) {
      Dropout half = Dropout.of(SHARE);
      layers.add(this == ALWAYS ? half.alsoInEvaluation() : half);
    }
  }
}
