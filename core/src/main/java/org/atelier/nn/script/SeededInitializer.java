package org.atelier.nn.script;

import ai.djl.training.initializer.Initializer;
import java.util.random.RandomGenerator;
import org.atelier.engine.MemoryFormat;

/** An initializer that can draw from a generator of the caller's in place of the engine's. */
public interface SeededInitializer extends Initializer {
  /**
   * The same with its generator and its memory format chosen: for networks, whose parameters follow
   * from the run's seed.
   */
  Initializer seeded(RandomGenerator random, MemoryFormat format);
}
