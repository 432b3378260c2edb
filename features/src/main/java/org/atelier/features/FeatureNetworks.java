package org.atelier.features;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.atelier.metrics.FeatureNetwork;

/**
 * The bundled networks, ready to measure distances between sets of pictures.
 *
 * <p>On pictures of things the distance grows with the damage: with noise, blur, wrong pixels and
 * classes that never come, on grey clothes of 28 pixels as on coloured faces of 64 ({@code
 * FeatureDistanceTest}; the figures are in docs/architecture.md). On pictures of nothing it need
 * not: 40 synthetic clouds of colour squares were at 22.5 from themselves with noise of deviation
 * 0.1, and at 20.9 with 0.4. Look at the pictures too, and at more than one metric.
 */
public final class FeatureNetworks {
  /** The side to which {@link #mobileNetV2()} brings pictures, in pixels. */
  public static final int DEFAULT_SIZE = 128;

  private FeatureNetworks() {}

  /**
   * MobileNetV2's 1280 embedding features of pictures resized to 128×128, on the engine's default
   * device: enough for pictures of up to about that size, and a fifth of the work of the 300×300 of
   * its training.
   */
  public static FeatureNetwork mobileNetV2() {
    return mobileNetV2(DEFAULT_SIZE, Engine.getEngine("PyTorch").defaultDevice());
  }

  /**
   * MobileNetV2's embedding features at another size or on another device. Distances at different
   * sizes are on different scales; their fingerprints differ.
   *
   * @param size the side to which pictures are resized, at least 32; 300 is that of its training
   * @param device where it computes, and where the pictures must be
   */
  public static FeatureNetwork mobileNetV2(int size, Device device) {
    return new MobileNetV2Features(size, device);
  }
}
