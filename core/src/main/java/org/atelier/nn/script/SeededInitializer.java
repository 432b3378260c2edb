package org.atelier.nn.script;

import ai.djl.training.initializer.Initializer;
import java.util.random.RandomGenerator;
import org.atelier.engine.MemoryFormat;

/** An initializer that can draw from a given random generator in place of the engine's. */
public interface SeededInitializer extends Initializer {
  /**
   * Returns this initializer with the given random generator and memory format: for networks, whose
   * initial parameters are a function of the run's seed.
   */
  Initializer seeded(RandomGenerator random, MemoryFormat format);
}
