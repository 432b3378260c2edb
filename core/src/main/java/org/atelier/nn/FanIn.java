package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** PyTorch's initial bias: U(-1/√fan in, 1/√fan in), where the user has not asked for another. */
final class FanIn {
  /** The default that stands until the weight's shape is known. */
  static final Initialiser UNSET = (shape, random) -> Initialiser.constant(0).values(shape, random);

  private FanIn() {}

  static Initializer bias(Parameter bias, Shape weight) {
    if (bias.getInitializer() != UNSET) {
      return bias.getInitializer();
    }
    return Initialiser.uniform(1 / Math.sqrt((double) weight.size() / weight.get(0)));
  }
}
