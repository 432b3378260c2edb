package org.atelier.translation.nets;

import ai.djl.nn.Block;
import java.util.List;
import org.atelier.nn.Dropout;

/** When the dropout layers of a generator, of probability 0.5, are active. */
public enum DropoutMode {
  /** Never: the generator has no dropout layers. */
  NONE,

  /** In training only, as regularisation. */
  TRAINING,

  /** In training and evaluation: pix2pix's noise, in place of a latent (arXiv:1611.07004, 3.2). */
  ALWAYS;

  private static final double PROBABILITY = 0.5;

  void addTo(List<Block> layers) {
    if (this != NONE) {
      Dropout dropout = Dropout.of(PROBABILITY);
      layers.add(this == ALWAYS ? dropout.alsoInEvaluation() : dropout);
    }
  }
}
