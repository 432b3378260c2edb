package org.atelier.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** What libtorch keeps per thread, behind the loading of DJL's PyTorch engine. */
final class Libtorch {
  static {
    Engine.getEngine("PyTorch");
  }

  private Libtorch() {}

  /** Whether autograd records operations on this thread. */
  static boolean isRecording() {
    return JniUtils.isGradMode();
  }

  /** Lets autograd record operations on this thread, or not. */
  static void setRecording(boolean recording) {
    JniUtils.setGradMode(recording);
  }
}
