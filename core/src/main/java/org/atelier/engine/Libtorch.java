package org.atelier.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** Reads and sets libtorch's thread state; loads DJL's PyTorch engine first. */
final class Libtorch {
  static {
    Engine.getEngine("PyTorch");
  }

  private Libtorch() {}

  /** Returns whether autograd records operations on the current thread. */
  static boolean isRecording() {
    return JniUtils.isGradMode();
  }

  /** Switches recording for autograd on or off on the current thread. */
  static void setRecording(boolean recording) {
    JniUtils.setGradMode(recording);
  }
}
