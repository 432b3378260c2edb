package org.atelier.nn;

import ai.djl.Device;
import org.atelier.engine.Gradients;

/**
 * What layers may know of a run beyond its mode, to write what is quickest.
 *
 * @param onProcessor whether it computes there, and not on a graphics card
 * @param recorded whether autograd keeps what derivatives will need
 */
record Circumstances(boolean onProcessor, boolean recorded) {
  /** Of shapes alone, which run nowhere. */
  static final Circumstances NOWHERE = new Circumstances(false, true);

  /** Of this thread, and a network on such a device. */
  static Circumstances on(Device device) {
    return new Circumstances(!device.isGpu(), Gradients.isRecording());
  }
}
