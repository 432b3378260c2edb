package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/**
 * PyTorch's default initialisation of a bias, U(-1/√fan in, 1/√fan in), unless another initialiser
 * was set.
 */
final class FanIn {
  /** Marks the default, until the weight's shape is known. */
  static final Initialiser UNSET = (shape, random) -> Initialiser.constant(0).values(shape, random);

  private FanIn() {}

  static Initializer bias(Parameter bias, Shape weight) {
    if (bias.getInitializer() != UNSET) {
      return bias.getInitializer();
    }
    return Initialiser.uniform(1 / Math.sqrt((double) weight.size() / weight.get(0)));
  }
}
