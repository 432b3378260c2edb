package org.atelier.engine;

import ai.djl.engine.Engine;

/** Sees to it that DJL's PyTorch engine is loaded before a JNI call needs it. */
final class Libtorch {
  static {
    Engine.getEngine("PyTorch");
  }

  private Libtorch() {}

  static void load() {
    // The static block does the work, once.
  }
}
